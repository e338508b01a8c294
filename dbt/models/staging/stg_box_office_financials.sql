with

    source as (select * from {{ source('bronze', 'box_office_financials') }}),

    {{ counted_rows('source') }},

    typed as (
        select
            -- movie
            {{ title('film_name') }} as movie_title,
            {{ year('year_of_release') }} as release_year,
            {{ identifiers('box_office_financials') }},
            -- figures
            {{ usd('production_budget_usd') }} as production_budget_usd,
            {{ is_empty('production_budget_usd') }} as _production_budget_usd_is_empty,
            {{ usd('marketing_spend_usd') }} as marketing_spend_usd,
            {{ is_empty('marketing_spend_usd') }} as _marketing_spend_usd_is_empty,
            -- origin
            {{ origin() }}
        from counted
    ),

    {{ with_title_id('typed', 'box_office') }}

select
    title_id,
    movie_title,
    release_year,
    imdb_id,
    tmdb_id,
    wikidata_id,
    production_budget_usd,
    _production_budget_usd_is_empty,
    marketing_spend_usd,
    _marketing_spend_usd_is_empty,
    {{ origin() }},
    _alias
from titled
