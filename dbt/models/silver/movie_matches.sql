{% for provider, films in films_named_by().items() %}
select
    movie_id,
    '{{ provider }}' as provider,
    movie_title as provider_title,
    release_year as provider_year,
    rule
from {{ matched(films) }} as films
{% if not loop.last %}union all{% endif %}
{% endfor %}
