{#
    The title that a row or a line of a seed means: title in its compared form and year, like `toy-story-1995`. A title
    without letters is compared as it is: there the signs tell `+1` from `1`.
#}
{% macro title_id(key, title, year) -%}
    case when {{ matches(key, '\\A[0-9-]*\\z') }} then lower({{ title }}) else {{ key }} end
    || '-' || cast({{ year }} as varchar)
{%- endmacro %}

{# The same, from a seed's texts of title and year. #}
{% macro title_id_of(title, year) -%}
    {{ title_id(title_key(trimmed(title)), trimmed(title), trimmed(year)) }}
{%- endmacro %}

{# The title in a title_id, without the year. #}
{% macro title_of(title_id) -%}
    substr({{ title_id }}, 1, length({{ title_id }}) - 5)
{%- endmacro %}

{# Whether a line of a seed gives both. #}
{% macro is_title_and_year(title, year) -%}
    coalesce({{ trimmed(title) }} <> '' and {{ matches(trimmed(year), '\\A[0-9]{4}\\z') }}, false)
{%- endmacro %}
