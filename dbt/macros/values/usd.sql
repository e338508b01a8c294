{#
    Money in US dollars: `1000`, `1000.50`, `$1,000`; not `1e6`, `1.000.000`, `1,00`, `5 million` or below 0.
    decimal(18,2).
#}
{% macro usd(column) -%}
    {%- set digits_only = matches(column, '\\A[0-9]{1,15}\\z') -%}
    {%- set cents = '(?:\\.[0-9]{0,2})?' -%}
    {%- set plain = as_money(taken(column, '\\$?([0-9]{1,15}' ~ cents ~ ')')) -%}
    {%- set grouped = taken(column, '\\$?([0-9]{1,3}(?:,[0-9]{3})+' ~ cents ~ ')') -%}
    {%- set other = 'coalesce(' ~ plain ~ ', ' ~ as_money('replace(' ~ grouped ~ ", ',', '')") ~ ')' -%}
    {#- Most amounts are digits and nothing else, which is three times cheaper to see than to take apart. -#}
    {%- set amount = 'case when ' ~ digits_only ~ ' then ' ~ as_money(column) ~ ' else ' ~ other ~ ' end' -%}
    {{ note_rule(column, 'an amount of US dollars below 100 billion', amount, between(amount, 0, '99999999999.99')) }}
{%- endmacro %}

{% macro as_money(digits) -%}
    try_cast({{ digits }} as decimal(18, 2))
{%- endmacro %}
