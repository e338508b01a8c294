{#
    Money in US dollars: `1000`, `1000.50`, `$1,234,567`, `US$500`, `1e6`; not below 0, in another currency, or in a
    unit that the contract does not name (`5 million`). decimal(18,2).
#}
{% macro usd(column) -%}
    {%- if figures_in_contract().get(column, {}).get('currency', 'USD') != 'USD' -%}
        {{ exceptions.raise_compiler_error(column ~ ' is no amount of US dollars: its contract has another currency') }}
    {%- endif -%}
    {%- set digits_only = matches(written(column), '\\A[0-9]{1,15}\\z') -%}
    {%- set plain = taken(written(column), '(?:(?:US)?\\$)?([0-9]{1,15}(?:\\.[0-9]{0,2})?)') -%}
    {#- Most amounts are digits and nothing else, which is three times cheaper to see than to take apart. -#}
    {%- set amount -%}
        case when {{ digits_only }} then {{ as_money(written(column)) }} else {{ as_money(plain) }} end
    {%- endset -%}
    {{ note_rule(column, 'an amount of US dollars below 100 billion', amount, between(amount, 0, '99999999999.99')) }}
{%- endmacro %}

{% macro as_money(digits) -%}
    try_cast({{ digits }} as decimal(18, 2))
{%- endmacro %}
