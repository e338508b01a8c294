{# Titles that look misdecoded, as delivered, and where. #}
{% macro misdecoded_titles() -%}
    {% for table in contract_tables() %}
    select
        '{{ table }}' as table_name,
        movie_title,
        release_year,
        _file as file,
        _line as line
    from {{ ref('stg_' ~ table) }}
    where {{ looks_misdecoded('movie_title') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
{%- endmacro %}
