{#
    Every title that a provider uses, one row each, as the first of them prints it, and if cannot_link.csv lists it.
    Which titles are one movie is found in match_keys and what follows.
#}
with

    delivered as (
        select
            title_id,
            min(provider_rank) as provider_rank,
            min_by(movie_title, provider_rank) as title,
            min_by(release_year, provider_rank) as release_year,
            {% for id in identifier_columns() %}
                min_by({{ id }}, case when {{ id }} is not null then provider_rank end) as {{ id }},
            {% endfor %}
            bool_and(is_alias) as only_by_alias,
            sum(deliveries) as deliveries
        from {{ ref('provider_titles') }}
        group by title_id
    ),

    all_deliveries as (
        select count(*) as deliveries
        from (select distinct table_name, _loaded_at from {{ title_rows('_loaded_at') }} as title_rows) as loads
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
    delivered.provider_rank,
    coalesce(aliases.title, delivered.title) as title,
    coalesce(aliases.release_year, delivered.release_year) as release_year,
    delivered.imdb_id,
    delivered.tmdb_id,
    delivered.wikidata_id,
    delivered.only_by_alias,
    delivered.deliveries = all_deliveries.deliveries as is_in_every_delivery,
    cannot_link.title_id is not null as cannot_link
from delivered
cross join all_deliveries
left join aliases on delivered.title_id = aliases.movie_id
left join cannot_link on delivered.title_id = cannot_link.title_id
