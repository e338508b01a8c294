{#
    What a table's contract fixes of its columns besides title and year: column -> its `currency`, its `unit` as the
    words that may say it, that unit's `exponent`, and its `decimal` sign. By default of the staging model's table.
#}
{% macro figures_in_contract(table=none) -%}
    {{ return(contract_figures().get(table or staged_table(), {})) }}
{%- endmacro %}
