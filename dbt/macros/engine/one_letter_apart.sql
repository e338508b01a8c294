{#
    Whether two texts of ASCII letters differ by one letter: another, one more, or two neighbours that changed places.
    (DuckDB counts bytes.)
#}
{% macro one_letter_apart(one, other) -%}
    {{ return(adapter.dispatch('one_letter_apart', 'movies')(one, other)) }}
{%- endmacro %}

{% macro default__one_letter_apart(one, other) -%}
    {{ exceptions.raise_compiler_error('one_letter_apart: no version for ' ~ target.type) }}
{%- endmacro %}

{% macro duckdb__one_letter_apart(one, other) -%}
    damerau_levenshtein({{ one }}, {{ other }}) = 1
{%- endmacro %}

{# Trino counts an exchange as two letters: it is looked for where two differ, which few pairs do. #}
{% macro trino__one_letter_apart(one, other) -%}
    case levenshtein_distance({{ one }}, {{ other }})
        when 1 then true
        when 2 then any_match(
            sequence(1, length({{ one }})),
            i -> {{ other }} = substr({{ one }}, 1, i - 1) || substr({{ one }}, i + 1, 1) || substr({{ one }}, i, 1) || substr({{ one }}, i + 2)
        )
        else false
    end
{%- endmacro %}
