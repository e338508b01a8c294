{# A staging model's titles, each with the movie that it is, and the rule that says so. #}
{% macro linked_titles(model) -%}
    (
        select
            coalesce(title_links.movie_id, titles.title_id) as movie_id,
            coalesce(
                title_links.rule, case when titles._alias is null then 'same title and year' else 'alias' end
            ) as rule,
            titles.*
        from {{ ref(model) }} as titles
        left join {{ ref('title_links') }} as title_links on titles.title_id = title_links.title_id
    )
{%- endmacro %}
