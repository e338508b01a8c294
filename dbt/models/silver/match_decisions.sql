{#
    Pairs of titles that a rule brings together, and what was decided of each: of the pair by itself, then of the chain
    that it is part of.
#}
with

    decided as (
        select
            title_id,
            representative_id as matched_title_id,
            'same words' as rule,
            coalesce(cannot_link_reason, 'taken') as decision
        from {{ ref('match_groups') }}
        where title_id <> representative_id
        union all
        select
            pairs.title_id,
            pairs.matched_title_id,
            pairs.rule,
            case
                when pairs.decision = 'taken' and title_chains.is_contradictory
                then 'its chain holds two movies'
                else pairs.decision
            end as decision
        from {{ ref('pair_decisions') }} as pairs
        left join {{ ref('title_chains') }} as title_chains on pairs.title_id = title_chains.title_id
    )

select
    decided.title_id,
    titles.title,
    titles.release_year,
    decided.matched_title_id,
    matched.title as matched_title,
    matched.release_year as matched_year,
    decided.rule,
    decided.decision
from decided
inner join {{ ref('titles') }} as titles on decided.title_id = titles.title_id
inner join {{ ref('titles') }} as matched on decided.matched_title_id = matched.title_id
