{# "one, two" -> "two one": where the pattern matches, its second group, a space, its first group. #}
{% macro swap_at(text, pattern) -%}
    {{ return(adapter.dispatch('swap_at', 'movies')(text, pattern)) }}
{%- endmacro %}

{% macro default__swap_at(text, pattern) -%}
    {{ exceptions.raise_compiler_error('swap_at: no version for ' ~ target.type) }}
{%- endmacro %}

{% macro duckdb__swap_at(text, pattern) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '\2 \1')
{%- endmacro %}

{% macro trino__swap_at(text, pattern) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '$2 $1')
{%- endmacro %}
