{# How far apart the two figures of a conflict are, as a share of the larger one: 0 to 1. #}
{% macro relative_difference() -%}
    {{ ratio('abs(difference)', 'greatest(taken_value, other_value)', 12, 6) }}
{%- endmacro %}
