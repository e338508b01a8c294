{# Facts of which two providers give different figures: the one that gold takes, and each other. #}
with facts as (select * from {{ ref('provider_facts') }})

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
