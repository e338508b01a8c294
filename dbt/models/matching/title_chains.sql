{#
    Titles that pairs, end to end, make one movie: that of the chain's first title, by provider. Two movies never meet
    through a third title: of a chain of which one delivery names two, of which two have different ids of one kind, or
    of which cannot_link.csv lists two, no pair holds.
#}
with

    chains as (select title_id, movie_id from {{ ref('chain_titles') }}),

    titles as (
        select chains.movie_id, match_groups.title_id, match_groups.identity_id
        from chains
        inner join {{ ref('match_groups') }} as match_groups on chains.title_id = match_groups.half_id
        -- Two titles were judged as a pair.
        where chains.movie_id in (select movie_id from chains group by movie_id having count(*) > 2)
    ),

    contradictory as (
        select titles.movie_id
        from titles
        inner join {{ title_rows('title_id, _loaded_at') }} as title_rows on titles.title_id = title_rows.title_id
        group by titles.movie_id, title_rows.table_name, title_rows._loaded_at
        having count(distinct titles.identity_id) > 1
        union
        select chains.movie_id
        from chains
        inner join {{ ref('match_groups') }} as match_groups on chains.title_id = match_groups.title_id
        where match_groups.cannot_link
        group by chains.movie_id
        having count(*) > 1
        union
        select chains.movie_id
        from chains
        inner join {{ ref('match_groups') }} as match_groups on chains.title_id = match_groups.half_id
        where coalesce({{ identifier_columns() | join(', ') }}) is not null
        group by chains.movie_id
        having
            {% for id in identifier_columns() %} min({{ id }}) <> max({{ id }}){{ ' or' if not loop.last }} {% endfor %}
        union
        -- Longer than was looked.
        select chains.movie_id
        from chains
        inner join {{ ref('title_neighbours') }} as neighbours on chains.title_id = neighbours.title_id
        inner join chains as next on neighbours.neighbour_id = next.title_id
        where chains.movie_id <> next.movie_id
    )

select chains.title_id, chains.movie_id, contradictory.movie_id is not null as is_contradictory
from chains
left join contradictory on chains.movie_id = contradictory.movie_id
