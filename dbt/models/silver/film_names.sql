{#
    One row a name that providers give films: title in its compared form and year. Which names are one film is found in
    match_candidates.
#}
{% set films = films_named_by() %}
{% set models = films.values() | list %}

with

names as (
    select
        {{ first_known(models, 'film_id') }} as film_id,
        {{ first_known(models, 'movie_title') }} as title,
        {{ first_known(models, 'release_year') }} as release_year,
        {% for provider, model in films.items() %}
        {{ model }}.film_id is not null as {{ provider }},
        {% endfor %}
        {% for model in models %}
        ({{ model }}.film_id is null or {{ model }}._alias is not null){{ ' and' if not loop.last }}
        {% endfor %}
        as only_by_alias
    from {{ ref(models[0]) }} as {{ models[0] }}
    {% for each in models[1:] %}
    full outer join {{ ref(each) }} as {{ each }}
        on {{ each }}.film_id = {{ first_known(models[:loop.index], 'film_id') }}
    {% endfor %}
),

said as (
    select
        movie_id,
        min(movie_title) as title,
        min(movie_year) as release_year
    from {{ ref('film_aliases') }}
    group by movie_id
),

apart as (
    select distinct {{ film_named('title', 'release_year') }} as film_id from {{ ref('never_match') }}
)

select
    names.film_id,
    coalesce(said.title, names.title) as title,
    coalesce(said.release_year, names.release_year) as release_year,
    {{ films | join(', ') }},
    only_by_alias,
    apart.film_id is not null as never_match
from names
left join said on names.film_id = said.movie_id
left join apart on names.film_id = apart.film_id
