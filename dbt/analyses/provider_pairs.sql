{# How many movies two providers both name: all those of the smaller one would be a share of 1. #}
with

    matches as (select distinct provider, movie_id from {{ ref('movie_matches') }}),

    providers as (select provider, count(*) as movies from matches group by provider),

    shared as (
        select one.provider, other.provider as other_provider, count(*) as movies
        from matches as one
        inner join matches as other on one.movie_id = other.movie_id and one.provider < other.provider
        group by one.provider, other.provider
    ),

    compared as (
        select
            one.provider,
            other.provider as other_provider,
            one.movies,
            other.movies as movies_of_other,
            coalesce(shared.movies, 0) as movies_of_both
        from providers as one
        inner join providers as other on one.provider < other.provider
        left join shared on one.provider = shared.provider and other.provider = shared.other_provider
    )

select
    *,
    {{ ratio('cast(movies_of_both as decimal(18, 2))', 'cast(least(movies, movies_of_other) as decimal(18, 2))') }}
    as share_of_smaller
from compared
order by provider, other_provider
