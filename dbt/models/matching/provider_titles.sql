{#
    One row a title and provider that uses it, as that provider prints it: in the first of its tables that has it, and
    there in the newest row; each of its ids is the newest that is given, and no placeholder. `deliveries` counts the
    deliveries (of all its tables) that name the title.
#}
{% set newness = '_recency - table_rank * 100000000000000000' %}
{% set ids = identifier_columns() | join(', ') %}

with

    -- Counted in two steps: distinct counts of millions of titles take three times the memory.
    in_one_delivery as (
        select
            provider_rank, title_id, _loaded_at, max({{ newness }}) as newness, bool_and(_alias is not null) as is_alias
        from {{ title_rows('title_id, _alias, _loaded_at, _recency') }} as title_rows
        group by provider_rank, title_id, table_rank, _loaded_at
    ),

    newest as (
        select max(newness) as newness, bool_and(is_alias) as is_alias, count(*) as deliveries
        from in_one_delivery
        group by provider_rank, title_id
    ),

    identified as (
        select
            {% for id in identifier_columns() %}
                {% if contract_identifiers() %}
                    case
                        when {{ id_of_provider(id) }} not in (select placeholder from {{ ref('placeholder_ids') }})
                        then {{ id }}
                    end as {{ id }},
                {% else %} {{ id }},
                {% endif %}
            {% endfor %}
            provider_rank,
            title_id,
            {{ newness }} as newness
        from {{ title_rows('title_id, _recency, ' ~ ids) }} as title_rows
        where coalesce({{ ids }}) is not null
    ),

    newest_ids as (
        select
            {% for id in identifier_columns() %}
                max_by({{ id }}, case when {{ id }} is not null then newness end) as {{ id }},
            {% endfor %}
            provider_rank,
            title_id
        from identified
        group by provider_rank, title_id
    )

select
    title_rows.provider,
    title_rows.provider_rank,
    title_rows.title_id,
    title_rows.movie_title,
    title_rows.release_year,
    newest_ids.imdb_id,
    newest_ids.tmdb_id,
    newest_ids.wikidata_id,
    newest.is_alias,
    newest.deliveries,
    title_rows._file,
    title_rows._line
from newest
inner join
    (
        select *, {{ newness }} as newness
        from {{ title_rows('title_id, movie_title, release_year, _file, _line, _recency') }} as named
    ) as title_rows
    on newest.newness = title_rows.newness
left join
    newest_ids on title_rows.provider_rank = newest_ids.provider_rank and title_rows.title_id = newest_ids.title_id
