{#
    What a table's contract fixes of its columns besides title and year: column -> its `currency`, its `unit` as the
    words that may say it, that unit's `exponent`, and its `decimal` sign. By default of the table that the compiled
    staging model reads; its unit tests are compiled under names of their own.
#}
{% macro figures_in_contract(table=none) -%}
    {%- set staging_model = (model.get('tested_node_unique_id') or model.unique_id).split('.') | last -%}
    {{ return(contract_figures().get(table or staging_model.removeprefix('stg_'), {})) }}
{%- endmacro %}
