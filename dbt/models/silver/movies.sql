{#
    One row a movie that any provider names, spelled as by the first provider that has it, with the ids that any of its
    titles has.
#}
with

    titles as (select * from {{ ref('titles') }}),

    title_links as (select * from {{ ref('title_links') }}),

    linked_ids as (
        select {% for id in identifier_columns() %} min(titles.{{ id }}) as {{ id }},{% endfor %} title_links.movie_id
        from title_links
        inner join titles on title_links.title_id = titles.title_id
        where coalesce({{ identifier_columns() | join(', ') }}) is not null
        group by title_links.movie_id
    )

select
    titles.title_id as movie_id,
    titles.title,
    titles.release_year,
    {% for id in identifier_columns() %}
        coalesce(titles.{{ id }}, linked_ids.{{ id }}) as {{ id }}{{ ',' if not loop.last }}
    {% endfor %}
from titles
left join title_links on titles.title_id = title_links.title_id
left join linked_ids on titles.title_id = linked_ids.movie_id
where title_links.title_id is null
