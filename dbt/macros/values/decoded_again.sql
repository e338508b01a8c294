{#
    A text of UTF-8 that was read as Windows-1252 or Latin-1, read as UTF-8: `AmÃ©lie` as `Amélie`. A text that is no
    such UTF-8 stays as it is.
#}
{% macro decoded_again(text) -%}
    case
        when {{ looks_misdecoded(text) }} and not {{ matches(single_bytes(text), '[^\\x{0000}-\\x{00ff}]') }}
        then coalesce({{ text_of_bytes(single_bytes(text)) }}, {{ text }})
        else {{ text }}
    end
{%- endmacro %}

{# Windows-1252 has letters in place of control characters: as these, a letter's number is its byte. #}
{% macro single_bytes(text) -%}
    translate(
        {{ text }},
        '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ',
        '{{ "\x80\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8e" -}}
        {{- "\x91\x92\x93\x94\x95\x96\x97\x98\x99\x9a\x9b\x9c\x9e\x9f" }}'
    )
{%- endmacro %}
