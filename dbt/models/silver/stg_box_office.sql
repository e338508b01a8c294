with

domestic as (
    select * from {{ ref('stg_box_office_domestic') }}
),

international as (
    select * from {{ ref('stg_box_office_international') }}
),

financials as (
    select * from {{ ref('stg_box_office_financials') }}
)

-- A film may be in any of the three; its title is spelled as in the first that names it.
select
    coalesce(domestic.film_id, international.film_id, financials.film_id) as film_id,
    coalesce(domestic.movie_title, international.movie_title, financials.movie_title) as movie_title,
    coalesce(domestic.release_year, international.release_year, financials.release_year) as release_year,
    domestic.domestic_box_office_gross_usd,
    international.international_box_office_gross_usd,
    financials.production_budget_usd,
    financials.marketing_spend_usd,
    coalesce(domestic._alias, international._alias, financials._alias) as _alias
from domestic
full outer join international on domestic.film_id = international.film_id
full outer join financials on coalesce(domestic.film_id, international.film_id) = financials.film_id
