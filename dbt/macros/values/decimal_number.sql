{# A score: `8.3`, `8`, `8,3`; rounded to two digits behind the point. decimal(5,2). #}
{% macro decimal_number(column, from, to) -%}
    {%- set number = digits_as_decimal(column, '') -%}
    {{ note_rule(column, 'a number from ' ~ from ~ ' to ' ~ to, number, between(number, from, to)) }}
{%- endmacro %}

{# A share of a hundred: `87`, `87.5`, `87%`. decimal(5,2). #}
{% macro percentage(column) -%}
    {%- set number = digits_as_decimal(column, '%?') -%}
    {{ note_rule(column, 'a percentage from 0 to 100', number, between(number, 0, 100)) }}
{%- endmacro %}

{# Binary fractions come as 7.1000000000000005: sixteen characters are enough to round to two digits. #}
{% macro digits_as_decimal(column, unit) -%}
    {%- set digits = taken(written(column), '([+-]?(?:[0-9]{1,3}(?:\\.[0-9]*)?|\\.[0-9]+))' ~ unit) -%}
    try_cast(cast(substr({{ digits }}, 1, 16) as decimal(18, 15)) as decimal(5, 2))
{%- endmacro %}
