{#
    The rules of values. A staging model says what a column must be, once:

        {{ decimal_number('top_critic_score', 0, 10) }} as top_critic_score

    gives the typed value, or null where the text is not sound, and notes the rule in the model's `meta`.
    `silver.rejected` reads those notes, so what the model drops and what is listed cannot differ. `number` says whether
    the value is one: analyses/drift.sql reads those.
#}

{% macro note_rule(column, says, value, sound, rejects='value', number=true) -%}
    {%- set rule = {'says': says, 'value': value, 'sound': sound, 'rejects': rejects, 'number': number} -%}
    {%- do config(meta={column: rule}) -%}
    case when {{ sound }} then {{ value }} end
{%- endmacro %}

{# White space that providers put around a value; the engines' own trim() and \s differ. #}
{% macro space() -%}
    [\x{0009}-\x{000d}\x{0020}\x{0085}\x{00a0}]
{%- endmacro %}

{# The part of the text that group 1 of the pattern takes, spaces around it set aside; null where it does not fit. #}
{% macro taken(column, pattern) -%}
    nullif(regexp_extract({{ column }}, '\A{{ space() }}*{{ pattern }}{{ space() }}*\z', 1), '')
{%- endmacro %}

{# The text without the spaces around it. Most texts have none, and the check is cheaper than the cut. #}
{% macro trimmed(column) -%}
    case
        when {{ matches(column, '\\A' ~ space() ~ '|' ~ space() ~ '\\z') }} then {{ taken(column, '((?s).*?)') }}
        else {{ column }}
    end
{%- endmacro %}

{# Is there no figure at all? That is not an error. #}
{% macro is_missing(column) -%}
    coalesce({{ matches(column, '\\A' ~ space() ~ '*(?:|(?i:#?n/a|na|null)|-)' ~ space() ~ '*\\z') }}, true)
{%- endmacro %}

{#
    Was the field delivered, and says that there is no figure? One that was not delivered says nothing, nor does one of
    a column whose contract says `empty: unknown`. Most texts begin with a digit, which is cheaper to see than to match.
#}
{% macro is_empty(column) -%}
    {%- if column in contract_empty_is_unknown().get(staged_table(), []) -%}
        {{ return('false') }}
    {%- endif -%}
    case when {{ column }} is null or {{ column }} between '0' and ':' then false else {{ is_missing(column) }} end
{%- endmacro %}
