{#
    Money in US dollars: `1000`, `1000.50`, `$1,000`; not `1e6`, `1.000.000`, `1,00`, `5 million` or below 0.
    decimal(18,2).
#}
{% macro usd(column) -%}
    {%- set cents = '(?:\\.[0-9]{0,2})?' -%}
    {%- set plain = taken(column, '\\$?([0-9]{1,15}' ~ cents ~ ')') -%}
    {%- set in_thousands = taken(column, '\\$?([0-9]{1,3}(?:,[0-9]{3})+' ~ cents ~ ')') -%}
    {%- set amount = 'coalesce(' ~ as_money(plain) ~ ', ' ~ as_money("replace(" ~ in_thousands ~ ", ',', '')") ~ ')' -%}
    {{ note_rule(column, 'an amount of US dollars below 100 billion', amount, between(amount, 0, '99999999999.99')) }}
{%- endmacro %}

{% macro as_money(digits) -%}
    try_cast({{ digits }} as decimal(18, 2))
{%- endmacro %}
