{# How many letters one text of ASCII letters differs from another by. (DuckDB counts bytes.) #}
{% macro edits(one, other) -%}
    {{ return(adapter.dispatch('edits', 'movies')(one, other)) }}
{%- endmacro %}

{% macro default__edits(one, other) -%}
    {{ exceptions.raise_compiler_error('edits: no version for ' ~ target.type) }}
{%- endmacro %}

{% macro duckdb__edits(one, other) -%}
    levenshtein({{ one }}, {{ other }})
{%- endmacro %}

{% macro trino__edits(one, other) -%}
    levenshtein_distance({{ one }}, {{ other }})
{%- endmacro %}
