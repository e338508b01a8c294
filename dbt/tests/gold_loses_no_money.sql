-- Amounts of which silver's total is not gold's: a movie lost, doubled, or joined to another's money.
{% set amounts = ['domestic_box_office_gross_usd', 'international_box_office_gross_usd', 'production_budget_usd', 'marketing_spend_usd'] %}
with

box_office as (
    select * from {{ ref('box_office_metrics') }}
),

audience_pulse_only as (
    select sum(audience_pulse.domestic_box_office_gross) as domestic_box_office_gross_usd
    from {{ ref('audience_pulse') }} as audience_pulse
    left join box_office on audience_pulse.movie_id = box_office.movie_id
    where box_office.domestic_box_office_gross_usd is null
),

compared as (
    {% for amount in amounts %}
    select
        '{{ amount }}' as amount,
        coalesce((select sum({{ amount }}) from box_office), 0)
        {%- if loop.first %} + coalesce((select {{ amount }} from audience_pulse_only), 0){% endif %} as silver_usd,
        coalesce((select sum({{ amount }}) from {{ ref('movies_unified') }}), 0) as gold_usd
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from compared where silver_usd <> gold_usd
