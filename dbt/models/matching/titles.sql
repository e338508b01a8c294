{#
    Every title that a provider uses, one row each: which providers use it, and whether cannot_link.csv lists it. Which
    titles are one movie is found in match_keys and what follows.
#}
{% set sources = title_sources() %}
{% set models = sources.values() | list %}

with

    delivered as (
        select
            {{ first_known(models, 'title_id') }} as title_id,
            {{ first_known(models, 'movie_title') }} as title,
            {{ first_known(models, 'release_year') }} as release_year,
            {% for provider, model in sources.items() %}
                {{ model }}.title_id is not null as {{ provider }},
            {% endfor %}
            {% for model in models %}
                ({{ model }}.title_id is null or {{ model }}._alias is not null){{ ' and' if not loop.last }}
            {% endfor %} as only_by_alias
        from {{ ref(models[0]) }} as {{ models[0] }}
        {% for model in models[1:] %}
            full outer join
                {{ ref(model) }} as {{ model }}
                on {{ model }}.title_id = {{ first_known(models[:loop.index], 'title_id') }}
        {% endfor %}
    ),

    aliases as (
        select movie_id, min(movie_title) as title, min(movie_year) as release_year
        from {{ ref('stg_movie_aliases') }}
        group by movie_id
    ),

    cannot_link as (
        select distinct {{ title_id_of('title', 'release_year') }} as title_id from {{ ref('cannot_link') }}
    )

select
    delivered.title_id,
    coalesce(aliases.title, delivered.title) as title,
    coalesce(aliases.release_year, delivered.release_year) as release_year,
    {{ sources | join(', ') }},
    only_by_alias,
    cannot_link.title_id is not null as cannot_link
from delivered
left join aliases on delivered.title_id = aliases.movie_id
left join cannot_link on delivered.title_id = cannot_link.title_id
