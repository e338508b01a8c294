{#
    The candidate pairs of which one delivery names both titles, or others that these represent: two movies, or it would
    not name them twice.
#}
with

    pairs as (select title_id, matched_title_id from {{ ref('candidate_pairs') }}),

    halves as (
        select title_id
        from pairs
        union
        select matched_title_id as title_id
        from pairs
    ),

    -- Every title that half of a pair stands for.
    represented as (
        select halves.title_id as half_id, match_groups.title_id
        from {{ ref('match_groups') }} as match_groups
        inner join halves on match_groups.half_id = halves.title_id
    ),

    named as (
        select distinct represented.half_id, title_rows.table_name, title_rows._loaded_at
        from represented
        inner join {{ title_rows('title_id, _loaded_at') }} as title_rows on represented.title_id = title_rows.title_id
    )

select distinct pairs.title_id, pairs.matched_title_id
from pairs
inner join named on pairs.title_id = named.half_id
inner join
    named as matched
    on pairs.matched_title_id = matched.half_id
    and named.table_name = matched.table_name
    and named._loaded_at = matched._loaded_at
