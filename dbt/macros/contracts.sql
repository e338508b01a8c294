{# Made from ingest/contracts by `make generate`. Do not edit. #}

{# Every bronze table that a contract declares, and its provider. #}
{% macro contract_tables() -%}
    {{ return({
        'audience_pulse': 'audience_pulse',
        'box_office_domestic': 'box_office',
        'box_office_international': 'box_office',
        'box_office_financials': 'box_office',
        'critic_agg': 'critic_agg',
    }) }}
{%- endmacro %}

{# Which columns of a table hold the ids that others give to movies: whose ids, and the column. #}
{% macro contract_identifiers() -%}
    {{ return({
    }) }}
{%- endmacro %}

{# How many days may pass between two deliveries of a provider. #}
{% macro contract_cadence_days() -%}
    {{ return({
        'audience_pulse': 15,
        'box_office': 30,
        'critic_agg': 7,
    }) }}
{%- endmacro %}

{# Tables of which a delivery is everything, and the share of its titles that the next one may leave out. #}
{% macro contract_whole_tables() -%}
    {{ return({
    }) }}
{%- endmacro %}

{# Columns of which an empty field says nothing, by table. #}
{% macro contract_empty_is_unknown() -%}
    {{ return({
    }) }}
{%- endmacro %}

{# The columns of each table besides title and year, and what its contract fixes of the figures in them. #}
{% macro contract_figures() -%}
    {{ return({
        'audience_pulse': {
            'audience_average_score': {},
            'total_audience_ratings': {},
            'domestic_box_office_gross': {},
        },
        'box_office_domestic': {
            'box_office_gross_usd': {},
        },
        'box_office_international': {
            'box_office_gross_usd': {},
        },
        'box_office_financials': {
            'production_budget_usd': {},
            'marketing_spend_usd': {},
        },
        'critic_agg': {
            'critic_score_percentage': {},
            'top_critic_score': {},
            'total_critic_reviews_counted': {},
        },
    }) }}
{%- endmacro %}
