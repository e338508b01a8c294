{#
    How a column writes its numbers. `1,234` is 1234 to some and 1.234 to others, and nothing in it says which: the
    others of its column do, within one delivered file. One program wrote that; the next file may come from another, and
    must not change what was read of this one. Where a column shows both notations or none, such texts are not read.
#}

{#
    For each column of figures, and what its contract says of it: `_<column>_notation` is above 0 where its texts show
    that points are decimal, below where they show that commas are, 0 where they show both, null where they show
    nothing. A contract may tell it instead.
#}
{% macro notations(figures) -%}
    {%- for column, said in figures.items() %},
        {% if said.get('decimal') -%}
        {{ {'point': 1, 'comma': -1}[said.decimal] }}
        {%- else -%}
        max({{ shown_by(column) }}) + min({{ shown_by(column) }})
        {%- endif %} as {{ notation_of(column) }}
    {%- endfor -%}
{%- endmacro %}

{#
    For each column of figures, whether any of its texts depends on that, or has an exponent or a unit: most columns
    have none, and are not looked at any further.
#}
{% macro oddities(figures) -%}
    {%- for column, said in figures.items() %},
        max(
            case
                when {{ column }} like '%,%'
                or {{ matches(column, '[0-9][eE][+-]?[0-9]|\\..*\\.|\\.[0-9]{3}') }}
                then 1
                else {{ 1 if said.get('unit') else 0 }}
            end
        ) as {{ oddity_of(column) }}
    {%- endfor -%}
{%- endmacro %}

{% macro oddity_of(column) -%}
    _{{ column }}_is_odd
{%- endmacro %}

{% macro notation_of(column) -%}
    _{{ column }}_notation
{%- endmacro %}

{# 1 where a text can only mean that points are decimal, -1 where only that commas are; else null. #}
{% macro shown_by(column) -%}
    case
        when {{ only_in_notation(column, '\\.', ',') }} then 1
        when {{ only_in_notation(column, ',', '\\.') }} then -1
    end
{%- endmacro %}

{# Whatever else stands around the number: a currency, a unit, an exponent. #}
{% macro only_in_notation(column, decimal, group) -%}
    {%- set one_to_three = '[1-9][0-9]{0,2}' -%}
    {%- set no_group = '[0-9]+' ~ decimal ~ '(?:[0-9]{1,2}|[0-9]{4,})|(?:0[0-9]*|[0-9]{4,})' ~ decimal ~ '[0-9]{3}' -%}
    {%- set groups = one_to_three ~ '(?:' ~ group ~ '[0-9]{3})' -%}
    {%- set grouped = groups ~ '{2,}(?:' ~ decimal ~ '[0-9]*)?|' ~ groups ~ '+' ~ decimal ~ '[0-9]*' -%}
    {{ matches(
        column, '\\A[^0-9.,]*(?:' ~ no_group ~ '|' ~ grouped ~ ')(?:[eE][+-]?[0-9]+)?[^0-9.,]*\\z'
    ) }}
{%- endmacro %}

{# Can the text be read in both notations, differently? #}
{% macro is_ambiguous(column) -%}
    {{ matches(column, '\\A[^0-9.,]*[1-9][0-9]{0,2}[.,][0-9]{3}[^0-9.,]*\\z') }}
{%- endmacro %}
