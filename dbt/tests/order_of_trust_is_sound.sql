-- Facts of order_of_trust.csv of which the order is not certain.
with

lines as (
    select
        fact,
        provider,
        place,
        count(*) over (partition by fact, provider) as of_provider,
        count(*) over (partition by fact, place) as of_place
    from {{ ref('order_of_trust') }}
)

select
    'dbt/seeds/order_of_trust.csv' as file,
    fact,
    provider,
    place,
    'give each provider of a fact a place of its own: 1, 2, 3' as remedy
from lines
where of_provider > 1 or of_place > 1 or not coalesce({{ matches('place', '\\A[1-9][0-9]?\\z') }}, false)
