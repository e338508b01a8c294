{#
    One row a title and provider that uses it, as that provider prints it: in the first of its tables that has it, and
    there in the newest row. `deliveries` counts the deliveries (of all its tables) that name the title.
#}
with

    rows_of_titles as (
        select *, _recency - table_rank * 100000000000000000 as newness
        from
            {{ title_rows('title_id, movie_title, release_year, _alias, _file, _line, _loaded_at, _recency') }}
            as title_rows
    )

select
    provider,
    provider_rank,
    title_id,
    max_by(movie_title, newness) as movie_title,
    max_by(release_year, newness) as release_year,
    bool_and(_alias is not null) as is_alias,
    count(distinct _loaded_at) as deliveries,
    max_by(_file, newness) as _file,
    max_by(_line, newness) as _line
from rows_of_titles
group by provider, provider_rank, title_id
