with

    source as (select * from {{ source('bronze', 'box_office_financials') }}),

    typed as (
        select
            -- movie
            {{ title('film_name') }} as movie_title,
            {{ year('year_of_release') }} as release_year,
            -- figures
            {{ usd('production_budget_usd') }} as production_budget_usd,
            {{ usd('marketing_spend_usd') }} as marketing_spend_usd,
            -- origin
            {{ origin() }}
        from source
    ),

    {{ newest_per_title('typed', 'box_office') }}

select
    title_id, movie_title, release_year, production_budget_usd, marketing_spend_usd, {{ origin() }}, _versions, _alias
from newest
