{# A column from the first of several joined tables that has it. #}
{% macro first_known(tables, column) -%}
    {%- if tables | length == 1 -%}
    {#- Trino has no coalesce of one. -#}
    {{ tables[0] }}.{{ column }}
    {%- else -%}
    coalesce({{ tables | join('.' ~ column ~ ', ') }}.{{ column }})
    {%- endif -%}
{%- endmacro %}
