{#
    numerator / denominator, exact, rounded half away from zero to `scale` digits.
    Both are decimals of at most two digits behind the point. Null where the denominator is not above 0,
    and where the result has more digits than decimal(precision, scale) holds.
    Decimal division is a double on DuckDB and a decimal on Trino: whole numbers give the same digits on both.
#}
{% macro ratio(numerator, denominator, precision=12, scale=4) -%}
    {{ return(adapter.dispatch('ratio', 'movies')(numerator, denominator, precision, scale)) }}
{%- endmacro %}

{% macro default__ratio(numerator, denominator, precision, scale) -%}
    {{ exceptions.raise_compiler_error('ratio: no version for ' ~ target.type) }}
{%- endmacro %}

{% macro duckdb__ratio(numerator, denominator, precision, scale) -%}
    {%- set n = 'cast((' ~ numerator ~ ') * 100 as hugeint)' -%}
    {%- set d = 'nullif(greatest(cast((' ~ denominator ~ ') * 100 as hugeint), 0), 0)' -%}
    try_cast(
        try_cast(sign({{ n }}) * ((abs({{ n }}) * {{ 2 * 10 ** scale }} + {{ d }}) // (2 * {{ d }})) as decimal(18, 0))
        * cast({{ '%.*f' % (scale, 10 ** -scale) }} as decimal({{ scale + 1 }}, {{ scale }}))
        as decimal({{ precision }}, {{ scale }})
    )
{%- endmacro %}

{% macro trino__ratio(numerator, denominator, precision, scale) -%}
    {%- set n = 'cast((' ~ numerator ~ ') * 100 as decimal(30, 0))' -%}
    {%- set d = 'nullif(greatest(cast((' ~ denominator ~ ') * 100 as decimal(30, 0)), decimal \'0\'), decimal \'0\')' -%}
    try_cast(
        try_cast({{ n }} * {{ 10 ** scale }} / {{ d }} as decimal(18, 0))
        * cast({{ '%.*f' % (scale, 10 ** -scale) }} as decimal({{ scale + 1 }}, {{ scale }}))
        as decimal({{ precision }}, {{ scale }})
    )
{%- endmacro %}
