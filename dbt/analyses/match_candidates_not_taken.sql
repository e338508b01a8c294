{# Pairs of names that were not taken for one film: how many by verdict and rule, and the first of each. #}
with

numbered as (
    select
        *,
        count(*) over (partition by verdict, rule) as pairs,
        row_number() over (partition by verdict, rule order by film_id, same_as) as place
    from {{ ref('match_candidates') }}
    where verdict <> 'taken'
)

select
    verdict,
    rule,
    pairs,
    title as for_example,
    release_year as example_year,
    other_title as and_other,
    other_year
from numbered
where place = 1
order by pairs desc, verdict, rule
