{# Whether two titles have ids of one kind, at IMDb for example, that differ. #}
{% macro have_different_ids(left, right) -%}
    coalesce(
        {%- for id in identifier_columns() %}
        {{ left }}.{{ id }} <> {{ right }}.{{ id }}{{ ', false) or coalesce(' if not loop.last }}
        {%- endfor %},
        false
    )
{%- endmacro %}
