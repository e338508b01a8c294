{# Pairs of titles that were not taken for one movie: how many by decision and rule, and the first of each. #}
with

    numbered as (
        select
            *,
            count(*) over (partition by decision, rule) as pairs,
            row_number() over (partition by decision, rule order by title_id, matched_title_id) as place
        from {{ ref('match_decisions') }}
        where decision <> 'taken'
    )

select
    decision, rule, pairs, title as for_example, release_year as example_year, matched_title as and_other, matched_year
from numbered
where place = 1
order by pairs desc, decision, rule
