{#
    The text under a key of a JSON object, a number as it is written there; null where there is none, or it is nested.
    The key is written as in JSON, with its quotes.
#}
{% macro text_in_json(json, key) -%}
    {{ return(adapter.dispatch('text_in_json', 'movies')(json, key | replace("'", "''"))) }}
{%- endmacro %}

{% macro default__text_in_json(json, key) -%}
    {{ exceptions.raise_compiler_error('text_in_json: no version for ' ~ target.type) }}
{%- endmacro %}

{# DuckDB gives 7.1 for 7.10, so that a number's digits are looked for in the text. #}
{% macro duckdb__text_in_json(json, key) -%}
    {%- set kind = "json_type(" ~ json ~ ", '$." ~ key ~ "')" -%}
    {%- set text = "json_extract_string(" ~ json ~ ", '$." ~ key ~ "')" -%}
    {%- set digits = "regexp_extract(" ~ json ~ ", '\\Q" ~ key ~ "\\E: (-?[0-9][0-9.eE+-]*)', 1)" -%}
    case
        when {{ kind }} in ('OBJECT', 'ARRAY') then null
        when {{ kind }} not in ('VARCHAR', 'BOOLEAN', 'NULL')
            and try_cast({{ digits }} as double) = try_cast({{ text }} as double) then {{ digits }}
        else {{ text }}
    end
{%- endmacro %}

{% macro trino__text_in_json(json, key) -%}
    json_extract_scalar({{ json }}, '$[{{ key }}]')
{%- endmacro %}
