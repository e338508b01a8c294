{#
    How many movies two providers both name: all those of the smaller one would be a share of 1. Counted from the
    combinations, so that movies are not joined once more.
#}
with

    providers as (select * from {{ ref('provider_coverage') }} where kind = 'provider'),

    combinations as (select * from {{ ref('provider_coverage') }} where kind = 'combination'),

    compared as (
        select
            one.providers as provider,
            other.providers as other_provider,
            one.movies,
            other.movies as movies_of_other,
            cast(coalesce(sum(combinations.movies), 0) as bigint) as movies_of_both
        from providers as one
        inner join providers as other on one.providers < other.providers
        left join
            combinations
            on strpos(' + ' || combinations.providers || ' + ', ' + ' || one.providers || ' + ') > 0
            and strpos(' + ' || combinations.providers || ' + ', ' + ' || other.providers || ' + ') > 0
        group by one.providers, other.providers, one.movies, other.movies
    )

select
    provider,
    other_provider,
    movies,
    movies_of_other,
    movies_of_both,
    {{ ratio('cast(movies_of_both as decimal(18, 2))', 'cast(least(movies, movies_of_other) as decimal(18, 2))') }}
    as share_of_smaller
from compared
where movies > 0 and movies_of_other > 0
