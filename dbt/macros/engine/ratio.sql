{#
    numerator / denominator, exact, rounded half away from zero to `scale` digits.
    Both are decimals of at most two digits behind the point. Null where the denominator is not above 0,
    and where the result has more digits than decimal(precision, scale) holds.
    Division is a double or a rounded decimal, and rounding that again is wrong just below a half. So whole cents are
    divided without a remainder: half of the denominator is added to the numerator, and what is left over taken off.
#}
{% macro ratio(numerator, denominator, precision=12, scale=4) -%}
    {{ return(adapter.dispatch('ratio', 'movies')(numerator, denominator, precision, scale)) }}
{%- endmacro %}

{% macro default__ratio(numerator, denominator, precision, scale) -%}
    {{ exceptions.raise_compiler_error('ratio: no version for ' ~ target.type) }}
{%- endmacro %}

{% macro duckdb__ratio(numerator, denominator, precision, scale) -%}
    {%- set raise = 2 * 10 ** scale -%}
    {%- set quotients = [] -%}
    {%- for decimal, integer in [('decimal(18, 2)', 'bigint'), ('decimal(28, 2)', 'hugeint')] -%}
        {%- set n = 'cast(cast(' ~ numerator ~ ' as ' ~ decimal ~ ') * 100 as ' ~ integer ~ ')' -%}
        {%- set d = 'cast(cast(' ~ denominator ~ ' as ' ~ decimal ~ ') * 100 as ' ~ integer ~ ')' -%}
        {%- set d = 'nullif(greatest(' ~ d ~ ', 0), 0)' -%}
        {%- set quotient = '(abs(' ~ n ~ ') * ' ~ raise ~ ' + ' ~ d ~ ') // (2 * ' ~ d ~ ')' -%}
        {%- do quotients.append('try_cast(sign(' ~ n ~ ') * (' ~ quotient ~ ') as decimal(18, 0))') -%}
    {%- endfor -%}
    try_cast(
        {#- All but absurd figures fit into 64 bits, which divide forty times as fast as 128. -#}
        case
            when greatest(abs({{ numerator }}), abs({{ denominator }})) < {{ [10 ** 14, 10 ** (16 - scale)] | min }}
            then {{ quotients[0] }}
            else {{ quotients[1] }}
        end
        * cast({{ '%.*f' % (scale, 10 ** -scale) }} as decimal({{ scale + 1 }}, {{ scale }}))
        as decimal({{ precision }}, {{ scale }})
    )
{%- endmacro %}

{% macro trino__ratio(numerator, denominator, precision, scale) -%}
    {%- set n = 'cast((' ~ numerator ~ ') * 100 as decimal(30, 0))' -%}
    {%- set d = 'cast((' ~ denominator ~ ') * 100 as decimal(30, 0))' -%}
    {%- set d = "nullif(greatest(" ~ d ~ ", decimal '0'), decimal '0')" -%}
    {%- set doubled = "(" ~ d ~ " * decimal '2')" -%}
    {%- set raised = "(abs(" ~ n ~ ") * decimal '" ~ 2 * 10 ** scale ~ "' + " ~ d ~ ")" -%}
    try_cast(
        try_cast(
            sign({{ n }}) * (({{ raised }} - mod({{ raised }}, {{ doubled }})) / {{ doubled }}) as decimal(18, 0)
        )
        * cast({{ '%.*f' % (scale, 10 ** -scale) }} as decimal({{ scale + 1 }}, {{ scale }}))
        as decimal({{ precision }}, {{ scale }})
    )
{%- endmacro %}
