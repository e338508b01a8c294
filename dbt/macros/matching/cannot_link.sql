{#
    What proves that two titles are different movies: a provider that has both, or cannot_link.csv. Each is a boolean
    column of `titles`; two titles for which the same one is true are never linked, for the reason given here.
#}
{% macro cannot_link_columns() -%}
    {%- set reasons = {} -%}
    {%- for provider in title_sources() -%}
        {%- do reasons.update({provider: 'a provider has both'}) -%}
    {%- endfor -%}
    {%- do reasons.update({'cannot_link': 'cannot link'}) -%}
    {{ return(reasons) }}
{%- endmacro %}

{# Why the titles of two relations cannot be one movie; null where nothing says so. #}
{% macro cannot_link_reason(left, right) -%}
    case
        {% for column, reason in cannot_link_columns().items() %}
        when {{ left }}.{{ column }} and {{ right }}.{{ column }} then '{{ reason }}'
        {% endfor %}
    end
{%- endmacro %}
