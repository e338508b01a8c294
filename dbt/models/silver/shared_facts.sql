{#
    Facts that several providers give, one row each figure; `choice` 1 is the one that gold takes. A provider that
    order_of_trust.csv does not place comes after those that it does.
#}
with

given as (
    select
        movie_id,
        'domestic_box_office_gross_usd' as fact,
        'box_office' as provider,
        domestic_box_office_gross_usd as value
    from {{ ref('box_office_metrics') }}
    union all
    select
        movie_id,
        'domestic_box_office_gross_usd' as fact,
        'audience_pulse' as provider,
        domestic_box_office_gross as value
    from {{ ref('audience_pulse') }}
),

placed as (
    select
        given.*,
        cast(trust.place as integer) as place
    from given
    left join {{ ref('order_of_trust') }} as trust on given.fact = trust.fact and given.provider = trust.provider
    where given.value is not null
)

select
    movie_id,
    fact,
    provider,
    value,
    place,
    row_number() over (partition by movie_id, fact order by coalesce(place, 100), provider) as choice
from placed
