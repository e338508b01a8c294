{# The letters of a text without their accents, composed again (é -> e, 서울 stays). #}
{% macro without_accents(text) -%}
    {{ return(adapter.dispatch('without_accents', 'movies')(text)) }}
{%- endmacro %}

{% macro default__without_accents(text) -%}
    {{ exceptions.raise_compiler_error('without_accents: no version for ' ~ target.type) }}
{%- endmacro %}

{% macro duckdb__without_accents(text) -%}
    strip_accents({{ text }})
{%- endmacro %}

{% macro trino__without_accents(text) -%}
    normalize(regexp_replace(normalize({{ text }}, NFD), '\p{M}+', ''), NFC)
{%- endmacro %}
