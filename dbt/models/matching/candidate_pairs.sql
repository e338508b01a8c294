{#
    Pairs of titles that a rule brings together, each once, by its highest-priority rule. `matched_title_id` is the one
    of the earlier provider. Joins are on equal keys only, and no column more than is needed: a million titles wait in
    memory.
#}
{% set columns = 'title_id, provider_rank, cannot_link, release_year, match_key, has_two_words' %}

with

    whole_titles as (select {{ columns }} from {{ ref('match_keys') }} where is_representative),

    -- Whole titles besides their variants, for the rule that takes both.
    variants as (
        select {{ columns }}, rule
        from {{ ref('title_variants') }}
        union all
        select {{ columns }}, 'year off by one' as rule
        from whole_titles
    ),

    equal_keys as (
        select
            {{ pair_of('variants', 'whole_titles') }},
            case
                when variants.release_year = whole_titles.release_year then variants.rule else 'year off by one'
            end as rule
        from variants
        inner join
            whole_titles
            on variants.match_key = whole_titles.match_key
            and abs(variants.release_year - whole_titles.release_year) <= 1
        where
            variants.title_id <> whole_titles.title_id
            and case
                when variants.release_year = whole_titles.release_year
                then variants.rule <> 'year off by one'
                when variants.rule not in ('other name', 'year off by one')
                then false
                -- Of two movies in a row with one short title, one may be a remake.
                when
                    variants.rule = 'year off by one'
                    and length(variants.match_key) >= 9
                    and {{ title_of('variants.title_id') }} = {{ title_of('whole_titles.title_id') }}
                then true
                else variants.has_two_words and whole_titles.has_two_words
            end
    ),

    -- Of a key in which one letter is changed, added or left out, the first or the last half stays.
    half_keys as (
        select
            whole_titles.*,
            {{ replace_matches('match_key', '[^0-9]+', ' ') }} as numbers,
            halves.side,
            case
                halves.side
                when 'start'
                then substr(match_key, 1, cast(floor((length(match_key) - halves.fewer) / 2.0) as integer))
                else
                    substr(
                        match_key,
                        length(match_key) - cast(floor((length(match_key) - halves.fewer) / 2.0) as integer) + 1
                    )
            end as half_key
        from whole_titles
        cross join (values ('start', 0), ('start', 1), ('end', 0), ('end', 1)) as halves(side, fewer)
        where {{ matches('match_key', '\\A[a-z0-9]{12,}\\z') }}
    ),

    similar_keys as (
        select {{ pair_of('half_keys', 'others') }}, 'one letter' as rule
        from half_keys
        inner join
            half_keys as others
            on half_keys.half_key = others.half_key
            and half_keys.side = others.side
            and half_keys.release_year = others.release_year
            and half_keys.numbers = others.numbers
        where half_keys.title_id < others.title_id and {{ one_letter_apart('half_keys.match_key', 'others.match_key') }}
    ),

    pairs as (
        select *
        from equal_keys
        union all
        select *
        from similar_keys
    ),

    ordered as (
        select
            case when right_is_earlier then left_id else right_id end as title_id,
            case when right_is_earlier then right_id else left_id end as matched_title_id,
            cannot_link,
            match_rules.priority
        from
            (
                select *, right_rank < left_rank or (right_rank = left_rank and right_id < left_id) as right_is_earlier
                from pairs
            ) as compared
        inner join {{ match_rules_table() }} on compared.rule = match_rules.rule
    )

select title_id, matched_title_id, cannot_link, min(priority) as priority
from ordered
group by title_id, matched_title_id, cannot_link
