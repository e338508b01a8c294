{#
    How many movies two providers share, as far as their titles tell, and of how many the years are neighbours.
    Providers that date movies by different releases, at a festival or in cinemas, differ often.
#}
with

    users as (select * from {{ title_users() }} as title_users),

    pairs as (
        select title_id, matched_title_id, case when rule = 'year off by one' then 1 else 0 end as years_apart
        from {{ ref('pair_choices') }}
        where decision = 'taken' and rule <> 'short title'
    ),

    -- Both ways, since a pair's first provider may be either.
    shared as (
        select title_id, title_id as matched_title_id, 0 as years_apart
        from {{ ref('match_groups') }}
        where title_id = half_id
        union all
        select title_id, matched_title_id, years_apart
        from pairs
        union all
        select matched_title_id as title_id, title_id as matched_title_id, years_apart
        from pairs
    ),

    in_every_delivery as (select count(*) as movies from {{ ref('titles') }} where is_in_every_delivery)

select
    users.provider,
    others.provider as other_provider,
    count(*) + max(in_every_delivery.movies) as movies,
    cast(sum(shared.years_apart) as bigint) as a_year_apart
from shared
inner join users on shared.title_id = users.title_id
inner join users as others on shared.matched_title_id = others.title_id
cross join in_every_delivery
where users.provider <> others.provider
group by users.provider, others.provider
