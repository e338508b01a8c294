{#
    One row a name that providers give films: title in its compared form and year. Which names are one film is found in
    match_candidates.
#}
{% set films = films_named_by() %}
{% set models = films.values() | list %}

select
    {{ first_known(models, 'film_id') }} as film_id,
    {{ first_known(models, 'movie_title') }} as title,
    {{ first_known(models, 'release_year') }} as release_year,
    {% for provider, model in films.items() %}
    {{ model }}.film_id is not null as {{ provider }}{{ ',' if not loop.last }}
    {% endfor %}
from {{ ref(models[0]) }} as {{ models[0] }}
{% for each in models[1:] %}
full outer join {{ ref(each) }} as {{ each }}
    on {{ each }}.film_id = {{ first_known(models[:loop.index], 'film_id') }}
{% endfor %}
