{# Movies of which two providers give different figures, by fact and pair of providers. #}
select
    fact,
    taken_from,
    other_provider,
    count(*) as movies,
    cast(sum(case when difference_class <> 'by at most 1 %' then 1 else 0 end) as bigint) as by_more_than_1_percent,
    cast(sum(case when difference_class = 'by more than 10 %' then 1 else 0 end) as bigint) as by_more_than_10_percent
from {{ ref('provider_conflicts') }}
group by fact, taken_from, other_provider
order by movies desc, fact, taken_from, other_provider
