{#
    Titles of pairs that are taken, with the first title, by provider, that four pairs or fewer lead to. Tables of their
    own, this one and title_neighbours: Trino would look up all that stands here wherever it is used.
#}
{% set longest_chain = 4 %}

with

    -- The first title among those as many pairs away.
    first_0 as (
        select title_id, lpad(cast(provider_rank as varchar), 4, '0') || title_id as first_title
        from {{ ref('match_groups') }}
        where title_id in (select title_id from {{ ref('title_neighbours') }})
    )
    {% for pairs in range(longest_chain) %}
        ,

        first_{{ pairs + 1 }} as (
            select neighbours.title_id, min(nearer.first_title) as first_title
            from {{ ref('title_neighbours') }} as neighbours
            inner join first_{{ pairs }} as nearer on neighbours.neighbour_id = nearer.title_id
            group by neighbours.title_id
        )
    {% endfor %}

select title_id, substr(first_title, 5) as movie_id
from first_{{ longest_chain }}
