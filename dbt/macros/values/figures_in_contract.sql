{#
    What a table's contract says of its columns besides title and year: column -> its `currency`, `unit` and `decimal`
    sign, where these are fixed. By default that of the table which the staging model reads that is compiled; its unit
    tests are compiled under names of their own.
#}
{% macro figures_in_contract(table=none) -%}
    {%- set staging_model = (model.get('tested_node_unique_id') or model.unique_id).split('.') | last -%}
    {{ return(contract_figures().get(table or staging_model.removeprefix('stg_'), {})) }}
{%- endmacro %}

{# The words that may say a unit, and the power of ten that it is. #}
{% macro units() -%}
    {{ return({
        'thousand': {'words': 'k|thousand', 'exponent': 3},
        'million': {'words': 'm|mn|mio|million', 'exponent': 6},
        'billion': {'words': 'b|bn|billion', 'exponent': 9},
    }) }}
{%- endmacro %}
