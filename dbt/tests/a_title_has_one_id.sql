-- Titles to which one delivery, or two providers, give different ids of a kind: an error, or two movies of one title
-- and year. Gold has the first provider's.
{{ config(severity='warn', group='pipeline') }}
{% set ids = identifier_columns() | join(', ') %}
with

    named as (
        select title_id, movie_title, release_year, _file, {{ ids }}, table_name, _loaded_at
        from {{ title_rows('title_id, movie_title, release_year, _file, _loaded_at, ' ~ ids) }} as title_rows
        where coalesce({{ ids }}) is not null
        union all
        select title_id, movie_title, release_year, _file, {{ ids }}, null as table_name, null as _loaded_at
        from {{ ref('provider_titles') }}
        where coalesce({{ ids }}) is not null
    ),

    contradictory as (
        {% for id in identifier_columns() %}
            select
                title_id,
                '{{ id }}' as id_column,
                min(movie_title) as title,
                min(release_year) as release_year,
                min({{ id }}) as id,
                max({{ id }}) as other_id,
                min_by(_file, {{ id }}) as file,
                max_by(_file, {{ id }}) as other_file
            from named
            group by title_id, table_name, _loaded_at
            having min({{ id }}) <> max({{ id }})
            {% if not loop.last %}
                union all
            {% endif %}
        {% endfor %}
    )

select
    min(title) as title,
    min(release_year) as release_year,
    id_column,
    id,
    max(file) as file,
    other_id,
    max(other_file) as other_file,
    'of two movies, give one a title of its own in dbt/seeds/movie_aliases.csv' as remedy
from contradictory
group by title_id, id_column, id, other_id
