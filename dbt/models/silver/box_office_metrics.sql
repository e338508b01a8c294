select
    movie_id,
    movie_title,
    release_year,
    domestic_box_office_gross_usd,
    international_box_office_gross_usd,
    production_budget_usd,
    marketing_spend_usd
from {{ matched('stg_box_office') }} as films
