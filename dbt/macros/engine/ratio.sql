{#
    numerator / denominator, exact, rounded half away from zero to `scale` digits.
    Both are decimals of at most two digits behind the point. Null where the denominator is not above 0,
    and where the result has more digits than decimal(precision, scale) holds.
    Decimal division is a double on DuckDB and a decimal on Trino: whole numbers give the same digits on both.
    `of_sums` where the operands are sums over movies: 64 bits hold one movie's figures, and are faster than 128.
#}
{% macro ratio(numerator, denominator, precision=12, scale=4, of_sums=false) -%}
    {{ return(adapter.dispatch('ratio', 'movies')(numerator, denominator, precision, scale, of_sums)) }}
{%- endmacro %}

{% macro default__ratio(numerator, denominator, precision, scale, of_sums) -%}
    {{ exceptions.raise_compiler_error('ratio: no version for ' ~ target.type) }}
{%- endmacro %}

{% macro duckdb__ratio(numerator, denominator, precision, scale, of_sums) -%}
    {%- set decimal, integer = ('decimal(28, 2)', 'hugeint') if of_sums else ('decimal(18, 2)', 'bigint') -%}
    {%- set n = 'cast(cast(' ~ numerator ~ ' as ' ~ decimal ~ ') * 100 as ' ~ integer ~ ')' -%}
    {%- set d = 'cast(cast(' ~ denominator ~ ' as ' ~ decimal ~ ') * 100 as ' ~ integer ~ ')' -%}
    {%- set d = 'nullif(greatest(' ~ d ~ ', 0), 0)' -%}
    try_cast(
        try_cast(sign({{ n }}) * ((abs({{ n }}) * {{ 2 * 10 ** scale }} + {{ d }}) // (2 * {{ d }})) as decimal(18, 0))
        * cast({{ '%.*f' % (scale, 10 ** -scale) }} as decimal({{ scale + 1 }}, {{ scale }}))
        as decimal({{ precision }}, {{ scale }})
    )
{%- endmacro %}

{% macro trino__ratio(numerator, denominator, precision, scale, of_sums) -%}
    {%- set n = 'cast((' ~ numerator ~ ') * 100 as decimal(30, 0))' -%}
    {%- set d = 'cast((' ~ denominator ~ ') * 100 as decimal(30, 0))' -%}
    {%- set d = "nullif(greatest(" ~ d ~ ", decimal '0'), decimal '0')" -%}
    try_cast(
        try_cast({{ n }} * {{ 10 ** scale }} / {{ d }} as decimal(18, 0))
        * cast({{ '%.*f' % (scale, 10 ** -scale) }} as decimal({{ scale + 1 }}, {{ scale }}))
        as decimal({{ precision }}, {{ scale }})
    )
{%- endmacro %}
