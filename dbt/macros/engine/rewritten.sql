{# Replace every match of a regular expression; `\1` in the template is what the first group matched. #}
{% macro rewritten(text, pattern, template) -%}
    {{ return(adapter.dispatch('rewritten', 'movies')(text, pattern, template)) }}
{%- endmacro %}

{% macro default__rewritten(text, pattern, template) -%}
    {{ exceptions.raise_compiler_error('rewritten: no version for ' ~ target.type) }}
{%- endmacro %}

{% macro duckdb__rewritten(text, pattern, template) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ template }}', 'g')
{%- endmacro %}

{% macro trino__rewritten(text, pattern, template) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ template | replace('\\', '$') }}')
{%- endmacro %}
