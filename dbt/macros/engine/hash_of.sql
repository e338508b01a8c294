{# A number that stands for the text: the same for the same text, and seldom for another. Engines differ in theirs. #}
{% macro hash_of(text) -%}
    {{ return(adapter.dispatch('hash_of', 'movies')(text)) }}
{%- endmacro %}

{% macro default__hash_of(text) -%}
    {{ exceptions.raise_compiler_error('hash_of: no version for ' ~ target.type) }}
{%- endmacro %}

{% macro duckdb__hash_of(text) -%}
    hash({{ text }})
{%- endmacro %}

{% macro trino__hash_of(text) -%}
    from_big_endian_64(xxhash64(to_utf8({{ text }})))
{%- endmacro %}
