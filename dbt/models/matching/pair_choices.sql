{#
    What each candidate pair deserves for its titles alone. A pair is taken when, towards each provider that uses the
    other title, both titles have no pair of a higher-priority rule and no other one of the same rule; a false match
    then needs a coincidence.
#}
with

    ids as (
        select {% for id in identifier_columns() %} max({{ id }}) as {{ id }}, {% endfor %} half_id
        from {{ ref('match_groups') }}
        where coalesce({{ identifier_columns() | join(', ') }}) is not null
        group by half_id
    ),

    pairs as (
        select
            candidate_pairs.title_id,
            candidate_pairs.matched_title_id,
            candidate_pairs.priority,
            case
                when {{ have_different_ids('own_ids', 'matched_ids') }}
                then 'different identifiers'
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
        left join ids as own_ids on candidate_pairs.title_id = own_ids.half_id
        left join ids as matched_ids on candidate_pairs.matched_title_id = matched_ids.half_id
    ),

    linkable as (
        select title_id, matched_title_id as other_id, priority
        from pairs
        where cannot_link_reason is null
        union all
        select matched_title_id as title_id, title_id as other_id, priority
        from pairs
        where cannot_link_reason is null
    ),

    users as (select * from {{ title_users() }} as title_users where title_id in (select title_id from linkable)),

    towards_a_provider as (
        select
            linkable.title_id,
            linkable.other_id,
            rank() over (partition by linkable.title_id, users.provider order by linkable.priority) as place,
            count(*) over (partition by linkable.title_id, users.provider, linkable.priority) as pairs
        from linkable
        inner join users on linkable.other_id = users.title_id
    ),

    choices as (
        select title_id, other_id, max(place) > 1 as has_higher, max(pairs) > 1 as has_more
        from towards_a_provider
        group by title_id, other_id
    )

select
    pairs.title_id,
    pairs.matched_title_id,
    match_rules.rule,
    case
        when pairs.cannot_link_reason is not null
        then pairs.cannot_link_reason
        when own.has_higher or matched.has_higher
        then 'a higher-priority pair exists'
        when own.has_more or matched.has_more
        then 'not the only pair'
        when not match_rules.is_taken
        then 'only listed'
        else 'taken'
    end as decision
from pairs
inner join {{ match_rules_table() }} on pairs.priority = match_rules.priority
left join choices as own on pairs.title_id = own.title_id and pairs.matched_title_id = own.other_id
left join choices as matched on pairs.matched_title_id = matched.title_id and pairs.title_id = matched.other_id
