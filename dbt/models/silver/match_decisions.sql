{#
    Pairs of titles that a rule brings together, and what was decided of each. A pair is taken when it is the only one
    of both titles, by the highest-priority rule that reaches either; a false match then needs a coincidence.
#}
with

    pairs as (
        select
            candidate_pairs.title_id,
            candidate_pairs.matched_title_id,
            candidate_pairs.priority,
            case
                when pairs_named_apart.title_id is not null
                then 'one delivery names both'
                when candidate_pairs.cannot_link
                then 'cannot link'
            end as cannot_link_reason
        from {{ ref('candidate_pairs') }} as candidate_pairs
        left join
            {{ ref('pairs_named_apart') }} as pairs_named_apart
            on candidate_pairs.title_id = pairs_named_apart.title_id
            and candidate_pairs.matched_title_id = pairs_named_apart.matched_title_id
    ),

    linkable as (
        select title_id, priority
        from pairs
        where cannot_link_reason is null
        union all
        select matched_title_id as title_id, priority
        from pairs
        where cannot_link_reason is null
    ),

    highest as (select title_id, min(priority) as priority from linkable group by title_id),

    -- How many pairs each title has by its highest-priority rule.
    choices as (
        select linkable.title_id, linkable.priority, count(*) as pairs
        from linkable
        inner join highest on linkable.title_id = highest.title_id and linkable.priority = highest.priority
        group by linkable.title_id, linkable.priority
    ),

    decided as (
        select
            title_id,
            representative_id as matched_title_id,
            {{ match_rules() | selectattr('rule', 'equalto', 'same words') | map(attribute='priority') | first }}
            as priority,
            coalesce(cannot_link_reason, 'taken') as decision
        from {{ ref('match_keys') }}
        where title_id <> representative_id
        union all
        select
            pairs.title_id,
            pairs.matched_title_id,
            pairs.priority,
            case
                when pairs.cannot_link_reason is not null
                then pairs.cannot_link_reason
                when own.title_id is null or matched.title_id is null
                then 'a higher-priority pair exists'
                when own.pairs > 1 or matched.pairs > 1
                then 'not the only pair'
                else 'taken'
            end as decision
        from pairs
        left join choices as own on pairs.title_id = own.title_id and pairs.priority = own.priority
        left join choices as matched on pairs.matched_title_id = matched.title_id and pairs.priority = matched.priority
    )

select
    decided.title_id,
    titles.title,
    titles.release_year,
    decided.matched_title_id,
    matched.title as matched_title,
    matched.release_year as matched_year,
    match_rules.rule,
    case
        when decided.decision = 'taken' and not match_rules.is_taken then 'only listed' else decided.decision
    end as decision
from decided
inner join {{ match_rules_table() }} on decided.priority = match_rules.priority
inner join {{ ref('titles') }} as titles on decided.title_id = titles.title_id
inner join {{ ref('titles') }} as matched on decided.matched_title_id = matched.title_id
