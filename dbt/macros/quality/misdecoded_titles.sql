{# Titles that look misdecoded, as delivered, and where. #}
{% macro misdecoded_titles() -%}
    select
        provider,
        provider_title as movie_title,
        provider_year as release_year,
        _file as file,
        _line as line
    from {{ ref('movie_matches') }}
    where {{ looks_misdecoded('provider_title') }}
{%- endmacro %}
