{# Movies of which two providers give different figures, by fact and pair of providers. #}
with measured as (select *, {{ relative_difference() }} as relative_difference from {{ ref('provider_conflicts') }})

select
    fact,
    taken_from,
    other_provider,
    count(*) as movies,
    cast(sum(case when relative_difference > 0.01 then 1 else 0 end) as bigint) as by_more_than_1_percent,
    cast(sum(case when relative_difference > 0.1 then 1 else 0 end) as bigint) as by_more_than_10_percent
from measured
group by fact, taken_from, other_provider
order by movies desc, fact, taken_from, other_provider
