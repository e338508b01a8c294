{#
    The text of a figure with its number as digits with a decimal point, and whatever stands around it: `$1,234.5` is
    `$1234.5`; where its column shows that (macros/values/notation.sql) `1.234,5` is `1234.5`; `1.5E+03` is `1500.`.
    What can be read in no way or in two stays, and no kind of figure takes a comma. A number in the unit that the
    contract names is multiplied: `$1.5M` is `$1500000.`. `said` is what the contract says of the column.
#}
{% macro written_number(column, said={}) -%}
    {%- set behind = ('[ ]?(?i:' ~ said.unit ~ ')?' if 'unit' in said else '') ~ '([^0-9.,]*)\\z' -%}
    {%- set number = '\\A([^0-9.,]*)([0-9]{1,15})(?:[.,]([0-9]{1,15}))?' -%}
    {%- set plain = without_thousands(column) -%}
    {%- set with_exponent = number ~ '[eE](?:[+-]?0?[0-9]|[+]?1[0-9])' ~ behind -%}
    {%- set exponent = 'try_cast(' ~ part(column, '[eE]([+-]?[0-9]+)', 1) ~ ' as bigint)' -%}
    case
        {#- Most are written so, which is cheap to see. #}
        {% if 'unit' in said -%}
        when {{ matches(plain, number ~ behind) }}
        then {{ shifted(plain, number ~ behind, said.exponent) }}
        {%- else -%}
        when {{ matches(column, '\\A[0-9]+(?:\\.[0-9]{1,2})?\\z') }}
        then {{ column }}
        {%- endif %}
        when {{ matches(column, with_exponent) }}
        then {{ shifted(column, with_exponent, exponent ~ ' + ' ~ said.get('exponent', 0)) }}
        else {{ plain }}
    end
{%- endmacro %}

{% macro without_thousands(column) -%}
    {%- set notation = notation_of(column) -%}
    {%- set around, group = '[^0-9.,]*', '[1-9][0-9]{0,2}' -%}
    {%- set with_points = around ~ group ~ '(?:,[0-9]{3})+(?:\\.[0-9]*)?' ~ around -%}
    {%- set with_commas = around ~ '(?:[0-9]+|' ~ group ~ '(?:\\.[0-9]{3})+)(?:,[0-9]+)?' ~ around -%}
    {#- One comma alone may also be a slip where the rest of the column has points. -#}
    {%- set surely_commas = around ~ group ~ '(?:(?:\\.[0-9]{3})+,[0-9]+|(?:\\.[0-9]{3}){2,})' ~ around -%}
    case
        when {{ notation }} < 0 and {{ matches(column, '\\A' ~ with_commas ~ '\\z') }}
        then replace(replace({{ column }}, '.', ''), ',', '.')
        when {{ matches(column, '\\A' ~ surely_commas ~ '\\z') }}
        then replace(replace({{ column }}, '.', ''), ',', '.')
        when
            {{ matches(column, '\\A' ~ with_points ~ '\\z') }}
            and ({{ notation }} > 0 or not {{ is_ambiguous(column) }})
        then replace({{ column }}, ',', '')
        else {{ column }}
    end
{%- endmacro %}

{#
    A text with its number's point so many places on, and no zeros around the number. The pattern takes what stands
    before it, its digits before and behind the point, and what stands behind. As text, so that it is exact.
#}
{% macro shifted(text, pattern, places) -%}
    {%- set zeros = "'" ~ '0' * 50 ~ "'" -%}
    {%- set digits = [zeros, part(text, pattern, 2), part(text, pattern, 3), zeros] | join(' || ') -%}
    {%- set point = '50 + length(' ~ part(text, pattern, 2) ~ ') + ' ~ places -%}
    {{ part(text, pattern, 1) }}
    || regexp_extract(
        substr({{ digits }}, 1, {{ point }}) || '.' || substr({{ digits }}, 1 + {{ point }}),
        '\A0*([0-9]+\.[0-9]*?)0*\z', 1
    )
    || {{ part(text, pattern, 4) }}
{%- endmacro %}

{% macro part(text, pattern, group) -%}
    coalesce(regexp_extract({{ text }}, '{{ pattern }}', {{ group }}), '')
{%- endmacro %}

{# The column that a staging model has it in. #}
{% macro written(column) -%}
    _{{ column }}_written
{%- endmacro %}
