{# A movie's title: any text that is not blank, spaces around it removed. "NA", "1408" and "None" are titles. #}
{% macro title(column) -%}
    {{ note_rule(
        column, 'a title', trimmed(column), matches(column, '[^' ~ space()[1:]), rejects='row', number=false
    ) }}
{%- endmacro %}
