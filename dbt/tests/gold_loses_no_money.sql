-- Amounts of which silver's total is not gold's: a movie lost, doubled, or joined to another's money.
{% set in_silver = {
    'domestic_box_office_gross_usd':
        "select sum(value) from " ~ ref('provider_facts')
        ~ " where fact = 'domestic_box_office_gross_usd' and rank = 1",
    'international_box_office_gross_usd':
        'select sum(international_box_office_gross_usd) from ' ~ ref('box_office_metrics'),
    'production_budget_usd': 'select sum(production_budget_usd) from ' ~ ref('box_office_metrics'),
    'marketing_spend_usd': 'select sum(marketing_spend_usd) from ' ~ ref('box_office_metrics'),
} %}
with

    compared as (
        {% for amount, total in in_silver.items() %}
            select
                '{{ amount }}' as amount,
                coalesce(({{ total }}), 0) as silver_usd,
                coalesce((select sum({{ amount }}) from {{ ref('movies_unified') }}), 0) as gold_usd
            {% if not loop.last %}
                union all
            {% endif %}
        {% endfor %}
    )

select *
from compared
where silver_usd <> gold_usd
