{# Titles that are another title's movie, with the id of that movie. #}
with

    chains as (select title_id, movie_id from {{ ref('title_chains') }} where not is_contradictory),

    taken as (
        select pairs.title_id, pairs.matched_title_id, match_rules.priority
        from {{ ref('pair_decisions') }} as pairs
        inner join {{ match_rules_table() }} on pairs.rule = match_rules.rule
        where pairs.decision = 'taken'
    ),

    -- A title in the middle of a chain has two pairs.
    priorities as (
        select title_id, min(priority) as priority
        from
            (
                select title_id, priority
                from taken
                union all
                select matched_title_id as title_id, priority
                from taken
            ) as halves
        group by title_id
    ),

    linked as (
        select
            match_groups.title_id,
            coalesce(chains.movie_id, match_groups.half_id) as movie_id,
            case
                when match_groups.title_id <> match_groups.identity_id
                then {{ priority_of('same identifier') }}
                when match_groups.title_id <> match_groups.half_id
                then {{ priority_of('same words') }}
                else priorities.priority
            end as priority
        from {{ ref('match_groups') }} as match_groups
        left join chains on match_groups.half_id = chains.title_id
        left join priorities on chains.title_id = priorities.title_id
    )

select linked.title_id, linked.movie_id, match_rules.rule
from linked
inner join {{ match_rules_table() }} on linked.priority = match_rules.priority
where linked.title_id <> linked.movie_id
