{# The text of which these letters are the bytes, in UTF-8; null if they are not. #}
{% macro text_of_bytes(letters) -%}
    {{ return(adapter.dispatch('text_of_bytes', 'movies')(letters)) }}
{%- endmacro %}

{% macro default__text_of_bytes(letters) -%}
    {{ exceptions.raise_compiler_error('text_of_bytes: no version for ' ~ target.type) }}
{%- endmacro %}

{% macro duckdb__text_of_bytes(letters) -%}
    try(
        decode(
            unhex(array_to_string([printf('%02x', ord(letter)) for letter in string_split({{ letters }}, '')], ''))
        )
    )
{%- endmacro %}

{# Trino writes U+FFFD for bytes that are not UTF-8. #}
{% macro trino__text_of_bytes(letters) -%}
    {%- set text -%}
        from_utf8(
            from_hex(
                array_join(
                    transform(
                        regexp_extract_all({{ letters }}, '(?s).'),
                        letter -> lpad(to_base(codepoint(cast(letter as varchar(1))), 16), 2, '0')
                    ),
                    ''
                )
            )
        )
    {%- endset -%}
    case when strpos({{ text }}, chr(65533)) = 0 then {{ text }} end
{%- endmacro %}
