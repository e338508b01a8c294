{# The rules that a staging model noted, by column (empty while dbt parses). #}
{% macro rules_of(model) -%}
    {%- set node = graph.nodes.get('model.movies.' ~ model, {}) if execute else {} -%}
    {{ return(node.get('config', {}).get('meta', {})) }}
{%- endmacro %}

{# Does the column hold a text that its rule does not take? A figure that is not there is not taken, and no error. #}
{% macro is_unsound(column, rule) -%}
    case
        when {{ rule.sound }} then false
        else {{ 'true' if rule.rejects == 'row' else 'not ' ~ is_missing(column) }}
    end
{%- endmacro %}

{# Why a text is no figure, where its kind has a rule of its own; else null. #}
{% macro why_unsound(column) -%}
    case
        when {{ matches(column, '[(].*[0-9].*[)]') }}
        then 'a figure in brackets is below zero to accountants, and none is'
        when {{ is_ambiguous(column) }} and coalesce({{ notation_of(column) }}, 0) = 0
        then 'its comma or point can be read in two ways, and its column does not show in which'
        when {{ is_ambiguous(column) }} and {{ notation_of(column) }} < 0
        then 'commas are decimal in its column'
        when {{ is_ambiguous(column) }}
        then 'points are decimal in its column'
        when {{ matches(column, other_currencies()) }}
        then 'it is in another currency'
        when {{ matches(column, '[0-9]' ~ space() ~ '*(?i:k|thousand|m|mm|mn|mio|mil|million|b|bn|billion)\\b') }}
        then 'it is in a unit that its contract does not name'
        when {{ matches(column, '[0-9][eE][+-]?[0-9]') }}
        then 'its exponent leaves more digits than there can be'
    end
{%- endmacro %}

{# What tells a currency that is not the US dollar. #}
{% macro other_currencies() -%}
    {{ return(
        '[€£¥₹₩₽₺₪฿₫₴₱]|\\b(?:EUR|GBP|JPY|CNY|INR|KRW|RUB|AUD|CAD|CHF|BRL|MXN|CLP|ARS|SEK|NOK|DKK|PLN|HKD|NZD)\\b'
        ~ '|(?:[A-RTV-Z]|\\bS|[A-Z]U)[$]'
    ) }}
{%- endmacro %}
