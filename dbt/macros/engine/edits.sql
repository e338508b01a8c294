{#
    How many letters one text of ASCII letters differs from another by; two neighbours that changed places count as one.
    (DuckDB counts bytes.)
#}
{% macro edits(one, other) -%}
    {{ return(adapter.dispatch('edits', 'movies')(one, other)) }}
{%- endmacro %}

{% macro default__edits(one, other) -%}
    {{ exceptions.raise_compiler_error('edits: no version for ' ~ target.type) }}
{%- endmacro %}

{% macro duckdb__edits(one, other) -%}
    damerau_levenshtein({{ one }}, {{ other }})
{%- endmacro %}

{# Trino knows no exchange: it is looked for where two letters differ, which few pairs do. #}
{% macro trino__edits(one, other) -%}
    case
        when levenshtein_distance({{ one }}, {{ other }}) = 2 and any_match(
            sequence(1, length({{ one }})),
            i -> {{ other }} = substr({{ one }}, 1, i - 1) || substr({{ one }}, i + 1, 1) || substr({{ one }}, i, 1) || substr({{ one }}, i + 2)
        ) then 1
        else levenshtein_distance({{ one }}, {{ other }})
    end
{%- endmacro %}
