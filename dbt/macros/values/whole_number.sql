{# A count: `1024`, `1024.0`; not `1e3`, `1,024` or `10.5`. bigint. #}
{% macro whole_number(column, from=0, to=999999999999) -%}
    {%- set number = digits_as_bigint(column) -%}
    {{ note_rule(column, 'a whole number from ' ~ from ~ ' to ' ~ to, number, between(number, from, to)) }}
{%- endmacro %}

{# The year a movie came out: `2010`, `2010.0`. integer. Without it nobody knows which movie a row means. #}
{% macro year(column, from=1870, to=2100) -%}
    {%- set number = digits_as_bigint(column) -%}
    {{ note_rule(
        column, 'a year from ' ~ from ~ ' to ' ~ to,
        'cast(' ~ number ~ ' as integer)', between(number, from, to), rejects='row'
    ) }}
{%- endmacro %}

{% macro digits_as_bigint(column) -%}
    case
        when {{ matches(column, '\\A[0-9]{1,18}\\z') }} then cast({{ column }} as bigint)
        else cast({{ taken(column, '([+-]?[0-9]{1,18})(?:\\.0*)?') }} as bigint)
    end
{%- endmacro %}

{% macro between(value, from, to) -%}
    {{ value }} between {{ from }} and {{ to }}
{%- endmacro %}
