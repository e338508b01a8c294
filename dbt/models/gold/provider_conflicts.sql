{# Facts of which two providers give different figures: the one that gold takes, and each other. #}
with

    facts as (select * from {{ ref('provider_facts') }}),

    conflicts as (
        select
            movies.movie_id,
            movies.title as movie_title,
            movies.release_year,
            taken.fact,
            taken.provider as taken_from,
            taken.value as taken_value,
            other.provider as other_provider,
            other.value as other_value,
            cast(other.value - taken.value as decimal(18, 2)) as difference,
            case when taken.precedence is null then 'first by name' else 'source precedence' end as rule
        from facts as taken
        inner join facts as other on taken.movie_id = other.movie_id and taken.fact = other.fact
        inner join {{ ref('movies') }} as movies on taken.movie_id = movies.movie_id
        where taken.rank = 1 and taken.value <> other.value
    ),

    measured as (
        select *, {{ ratio('abs(difference)', 'greatest(taken_value, other_value)', 12, 6) }} as relative_difference
        from conflicts
    )

select
    movie_id,
    movie_title,
    release_year,
    fact,
    taken_from,
    taken_value,
    other_provider,
    other_value,
    difference,
    relative_difference,
    case
        when relative_difference > 0.1
        then 'by more than 10 %'
        when relative_difference > 0.01
        then 'by 1 % to 10 %'
        else 'by at most 1 %'
    end as difference_class,
    rule
from measured
