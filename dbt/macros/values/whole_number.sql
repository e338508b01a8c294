{#
    A count: `1024`, `1024.0`, `1,234,567`, `1e3`; not `10.5`, nor `12.000`, which is more likely twelve thousand than
    twelve. bigint.
#}
{% macro whole_number(column, from=0, to=999999999999) -%}
    {%- set number -%}
        case
            when {{ matches(written(column), '\\A[0-9]{1,18}\\z') }} then cast({{ written(column) }} as bigint)
            else cast(coalesce(
                {{ taken(written(column), '([+-]?[0-9]{1,18})(?:\\.(?:0{0,2}|0{4,}))?') }},
                {{ taken(written(column), '([+-]?(?:0|[0-9]{4,18}))\\.000') }}
            ) as bigint)
        end
    {%- endset -%}
    {{ note_rule(column, 'a whole number from ' ~ from ~ ' to ' ~ to, number, between(number, from, to)) }}
{%- endmacro %}

{# The year a movie came out: `2010`, `2010.0`. integer. Without it nobody knows which movie a row means. #}
{% macro year(column, from=1870, to=2100) -%}
    {%- set number -%}
        case
            when {{ matches(column, '\\A[0-9]{1,18}\\z') }} then cast({{ column }} as bigint)
            else cast({{ taken(column, '([+-]?[0-9]{1,18})(?:\\.0*)?') }} as bigint)
        end
    {%- endset -%}
    {{ note_rule(
        column, 'a year from ' ~ from ~ ' to ' ~ to,
        'cast(' ~ number ~ ' as integer)', between(number, from, to), rejects='row'
    ) }}
{%- endmacro %}

{% macro between(value, from, to) -%}
    {{ value }} between {{ from }} and {{ to }}
{%- endmacro %}
