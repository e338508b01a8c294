{#
    Pairs of titles that a rule brings together, and what was decided of each: of the pair by itself, then of the chain
    that it is part of.
#}
with

    decided as (
        select title_id, identity_id as matched_title_id, 'same identifier' as rule, 'taken' as decision
        from {{ ref('identities') }}
        where title_id <> identity_id
        union all
        select
            identifier_pairs.title_id,
            identifier_pairs.first_id as matched_title_id,
            'same identifier' as rule,
            coalesce(identifier_pairs.cannot_link_reason, 'its chain holds two movies') as decision
        from {{ ref('identifier_pairs') }} as identifier_pairs
        inner join {{ ref('identities') }} as identities on identifier_pairs.title_id = identities.title_id
        where identifier_pairs.cannot_link_reason is not null or identities.is_contradictory
        union all
        select
            title_id,
            representative_id as matched_title_id,
            'same words' as rule,
            coalesce(cannot_link_reason, 'taken') as decision
        from {{ ref('match_groups') }}
        where title_id = identity_id and title_id <> representative_id
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
