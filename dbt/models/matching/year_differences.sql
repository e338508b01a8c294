{#
    How many movies two providers share, as far as their titles tell, and of how many the years are neighbours.
    Providers that date movies by different releases, at a festival or in cinemas, differ often.
#}
with

    users as (select * from {{ title_users() }} as title_users),

    shared as (
        select title_id, title_id as matched_title_id, 0 as years_apart
        from {{ ref('match_groups') }}
        where title_id = half_id
        union all
        select title_id, matched_title_id, case when rule = 'year off by one' then 1 else 0 end as years_apart
        from {{ ref('pair_choices') }}
        where decision = 'taken' and rule <> 'short title'
    ),

    by_providers as (
        select users.provider, others.provider as other_provider, count(*) as movies, sum(shared.years_apart) as apart
        from shared
        inner join users on shared.title_id = users.title_id
        inner join users as others on shared.matched_title_id = others.title_id
        where users.provider <> others.provider
        group by users.provider, others.provider
    ),

    -- A pair's first provider may be either.
    both_ways as (
        select provider, other_provider, movies, apart
        from by_providers
        union all
        select other_provider as provider, provider as other_provider, 0 as movies, apart
        from by_providers
    ),

    in_every_delivery as (select count(*) as movies from {{ ref('titles') }} where is_in_every_delivery)

select
    both_ways.provider,
    both_ways.other_provider,
    cast(max(in_every_delivery.movies) + sum(both_ways.movies) as bigint) as movies,
    cast(sum(both_ways.apart) as bigint) as a_year_apart
from both_ways
cross join in_every_delivery
group by both_ways.provider, both_ways.other_provider
