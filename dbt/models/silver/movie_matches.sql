{% for provider, films in films_named_by().items() %}
select
    movie_id,
    '{{ provider }}' as provider,
    movie_title as provider_title,
    release_year as provider_year,
    'same title and year' as rule
from {{ ref(films) }}
{% if not loop.last %}union all{% endif %}
{% endfor %}
