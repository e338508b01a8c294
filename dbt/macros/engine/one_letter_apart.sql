{#
    Whether two texts of ASCII letters differ by one letter: another, one more, or two neighbours that changed places.
    (DuckDB counts bytes. An exchange is two letters to its levenshtein, which takes a fifth of the other's time.)
#}
{% macro one_letter_apart(left, right) -%}
    {{ return(adapter.dispatch('one_letter_apart', 'movies')(left, right)) }}
{%- endmacro %}

{% macro default__one_letter_apart(left, right) -%}
    {{ exceptions.raise_compiler_error('one_letter_apart: no version for ' ~ target.type) }}
{%- endmacro %}

{% macro duckdb__one_letter_apart(left, right) -%}
    case
        when levenshtein({{ left }}, {{ right }}) <= 2 then damerau_levenshtein({{ left }}, {{ right }}) = 1 else false
    end
{%- endmacro %}

{# Trino counts an exchange as two letters: it is looked for where two differ, which few pairs do. #}
{% macro trino__one_letter_apart(left, right) -%}
    case levenshtein_distance({{ left }}, {{ right }})
        when 1 then true
        when 2 then any_match(
            sequence(1, length({{ left }})),
            i -> {{ right }} = substr({{ left }}, 1, i - 1) || substr({{ left }}, i + 1, 1)
                || substr({{ left }}, i, 1) || substr({{ left }}, i + 2)
        )
        else false
    end
{%- endmacro %}
