-- Titles of one provider that may be one movie, and may be two: no delivery names both, and no rule is sure enough to
-- link them. If they are one, its figures are split between two movies.
{{ config(severity='warn') }}
with

    doubtful as (
        select *
        from {{ ref('match_decisions') }}
        where decision in ('not the only pair', 'only listed', 'years seldom differ', 'its chain holds two movies')
    ),

    movie_of as (select distinct title_id, movie_id from {{ ref('movie_matches') }})

select distinct
    named.provider,
    doubtful.title,
    doubtful.release_year,
    doubtful.matched_title,
    doubtful.matched_year,
    'if they are one movie, list one in dbt/seeds/movie_aliases.csv, else both in cannot_link.csv' as remedy
from doubtful
inner join movie_of as own on doubtful.title_id = own.title_id
inner join movie_of as other on doubtful.matched_title_id = other.title_id and own.movie_id <> other.movie_id
inner join {{ ref('movie_matches') }} as named on own.movie_id = named.movie_id
inner join
    {{ ref('movie_matches') }} as named_too
    on other.movie_id = named_too.movie_id
    and named.provider = named_too.provider
