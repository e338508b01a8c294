{#
    One row a film that anybody names, spelled as by the first provider that has it.
#}
{% set films = films_named_by().values() | list %}

select
    {{ first_known(films, 'movie_id') }} as movie_id,
    {{ first_known(films, 'movie_title') }} as title,
    {{ first_known(films, 'release_year') }} as release_year
from {{ ref(films[0]) }} as {{ films[0] }}
{% for each in films[1:] %}
full outer join {{ ref(each) }} as {{ each }}
    on {{ each }}.movie_id = {{ first_known(films[:loop.index], 'movie_id') }}
{% endfor %}
