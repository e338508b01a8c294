{# One form for every way to write the same letter (Unicode NFC). #}
{% macro composed(text) -%}
    {{ return(adapter.dispatch('composed', 'movies')(text)) }}
{%- endmacro %}

{% macro default__composed(text) -%}
    {{ exceptions.raise_compiler_error('composed: no version for ' ~ target.type) }}
{%- endmacro %}

{% macro duckdb__composed(text) -%}
    nfc_normalize({{ text }})
{%- endmacro %}

{% macro trino__composed(text) -%}
    normalize({{ text }}, NFC)
{%- endmacro %}
