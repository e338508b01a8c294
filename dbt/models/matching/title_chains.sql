{#
    Titles that pairs, end to end, make one movie: that of the chain's first title, by provider. Two movies never meet
    through a third title: of a chain of which one delivery names two, of which two have different ids of one kind, or
    of which cannot_link.csv lists two, no pair holds.
#}
{% set longest_chain = 4 %}

with

    taken as (select title_id, matched_title_id from {{ ref('pair_decisions') }} where decision = 'taken'),

    neighbours as (
        select title_id, matched_title_id as neighbour_id
        from taken
        union
        select matched_title_id as title_id, title_id as neighbour_id
        from taken
        union
        select title_id, title_id as neighbour_id
        from taken
        union
        select matched_title_id as title_id, matched_title_id as neighbour_id
        from taken
    ),

    -- The first title, by provider, among those as many pairs away.
    first_0 as (
        select title_id, lpad(cast(provider_rank as varchar), 4, '0') || title_id as first_title
        from {{ ref('match_groups') }}
        where title_id in (select title_id from neighbours)
    ),
    {% for pairs in range(longest_chain) %}

        first_{{ pairs + 1 }} as (
            select neighbours.title_id, min(nearer.first_title) as first_title
            from neighbours
            inner join first_{{ pairs }} as nearer on neighbours.neighbour_id = nearer.title_id
            group by neighbours.title_id
        ),
    {% endfor %}

    chains as (select title_id, substr(first_title, 5) as movie_id from first_{{ longest_chain }}),

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
        inner join neighbours on chains.title_id = neighbours.title_id
        inner join chains as next on neighbours.neighbour_id = next.title_id
        where chains.movie_id <> next.movie_id
    )

select chains.title_id, chains.movie_id, contradictory.movie_id is not null as is_contradictory
from chains
left join contradictory on chains.movie_id = contradictory.movie_id
