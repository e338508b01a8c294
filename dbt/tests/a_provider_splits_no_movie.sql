-- Titles of one provider that may be one movie, and may be two: no delivery names both, and no rule is sure enough to
-- link them. If they are one, its figures are split between two movies.
{{ config(severity='warn') }}
with

    doubtful as (
        select *
        from {{ ref('match_decisions') }}
        where decision in ('not the only pair', 'only listed', 'years seldom differ', 'its chain holds two movies')
    ),

    -- One side of each at a time: joined to each other by their provider, all its movies would meet.
    sides as (
        select title_id, matched_title_id, title_id as side
        from doubtful
        union all
        select title_id, matched_title_id, matched_title_id
        from doubtful
    ),

    split as (
        select sides.title_id, sides.matched_title_id, named.provider
        from sides
        inner join {{ ref('movie_matches') }} as own on sides.side = own.title_id
        inner join {{ ref('movie_matches') }} as named on own.movie_id = named.movie_id
        group by sides.title_id, sides.matched_title_id, named.provider
        having count(distinct named.movie_id) > 1
    )

select distinct
    split.provider,
    doubtful.title,
    doubtful.release_year,
    doubtful.matched_title,
    doubtful.matched_year,
    'if they are one movie, list one in dbt/seeds/movie_aliases.csv, else both in cannot_link.csv' as remedy
from split
inner join doubtful on split.title_id = doubtful.title_id and split.matched_title_id = doubtful.matched_title_id
