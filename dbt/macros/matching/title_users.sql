{# Which providers use a title that is half of pairs, under whatever spelling, as a relation. #}
{% macro title_users() -%}
    (
        select distinct match_groups.half_id as title_id, provider_titles.provider
        from {{ ref('match_groups') }} as match_groups
        inner join {{ ref('provider_titles') }} as provider_titles on match_groups.title_id = provider_titles.title_id
    )
{%- endmacro %}
