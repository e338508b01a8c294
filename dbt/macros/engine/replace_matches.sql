{# Replace every match of a regular expression; `\1` in the replacement is what the first group matched. #}
{% macro replace_matches(text, pattern, by) -%}
    {{ return(adapter.dispatch('replace_matches', 'movies')(text, pattern, by)) }}
{%- endmacro %}

{% macro default__replace_matches(text, pattern, by) -%}
    {{ exceptions.raise_compiler_error('replace_matches: no version for ' ~ target.type) }}
{%- endmacro %}

{% macro duckdb__replace_matches(text, pattern, by) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ by }}', 'g')
{%- endmacro %}

{% macro trino__replace_matches(text, pattern, by) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ by | replace('\\', '$') }}')
{%- endmacro %}
