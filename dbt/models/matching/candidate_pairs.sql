{#
    Pairs of titles that a rule brings together, each once, by its highest-priority rule. `matched_title_id` is the one
    of the earlier provider. Joins are on equal keys only, and no column more than is needed: a million titles wait in
    memory.
#}
with

    whole_titles as (
        -- A half that shares ids is each of its titles.
        select half_id as title_id, release_year, match_key, has_two_words
        from {{ ref('match_groups') }}
        where title_id = half_id or title_id <> identity_id
    ),

    -- Whole titles besides their variants, for the rules that take both.
    variants as (
        select title_id, release_year, match_key, has_two_words, rule
        from {{ ref('title_variants') }}
        union all
        select title_id, release_year, match_key, has_two_words, 'whole title' as rule
        from whole_titles
    ),

    equal_keys as (
        select
            variants.title_id as left_id,
            whole_titles.title_id as right_id,
            variants.rule as variant_rule,
            abs(variants.release_year - whole_titles.release_year) as years_apart,
            length(variants.match_key) as letters,
            count(*) over (partition by variants.rule, variants.match_key) as pairs_of_key,
            -- Of two movies in a row with one short title, one may be a remake.
            (variants.has_two_words and whole_titles.has_two_words)
            or (
                variants.rule = 'whole title'
                and {{ title_of('variants.title_id') }} = {{ title_of('whole_titles.title_id') }}
            ) as is_telling
        from variants
        inner join
            whole_titles
            on variants.match_key = whole_titles.match_key
            and abs(variants.release_year - whole_titles.release_year) <= 2
        where variants.title_id <> whole_titles.title_id
    ),

    ruled as (
        select
            left_id,
            right_id,
            case
                when years_apart = 0
                then nullif(variant_rule, 'whole title')
                when years_apart = 1 and letters >= 9 and is_telling and variant_rule in ('other name', 'whole title')
                then 'year off by one'
                -- Each pair is found from both sides.
                when variant_rule = 'whole title' and years_apart = 1 and pairs_of_key = 2
                then 'short title'
                when variant_rule = 'whole title' and letters >= 12
                then 'near year'
            end as rule
        from equal_keys
    ),

    pairs as (
        select *
        from ruled
        where rule is not null
        union all
        select *
        from {{ one_letter_pairs('whole_titles') }} as similar_keys
    ),

    ordered as (
        select
            case when right_is_earlier then left_id else right_id end as title_id,
            case when right_is_earlier then right_id else left_id end as matched_title_id,
            cannot_link,
            match_rules.priority
        from
            (
                select
                    pairs.*,
                    left_titles.cannot_link and right_titles.cannot_link as cannot_link,
                    right_titles.provider_rank < left_titles.provider_rank
                    or (
                        right_titles.provider_rank = left_titles.provider_rank and right_id < left_id
                    ) as right_is_earlier
                from pairs
                inner join {{ ref('match_groups') }} as left_titles on pairs.left_id = left_titles.title_id
                inner join {{ ref('match_groups') }} as right_titles on pairs.right_id = right_titles.title_id
            ) as compared
        inner join {{ match_rules_table() }} on compared.rule = match_rules.rule
    )

select title_id, matched_title_id, cannot_link, min(priority) as priority
from ordered
group by title_id, matched_title_id, cannot_link
