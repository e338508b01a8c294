{# By which rule the titles of each provider were matched to a movie. #}
with

    by_rule as (select provider, rule, count(*) as movies from {{ ref('movie_matches') }} group by provider, rule),

    shared as (select *, sum(movies) over (partition by provider) as movies_of_provider from by_rule)

select
    provider,
    rule,
    movies,
    {{ ratio('cast(movies as decimal(18, 2))', 'cast(movies_of_provider as decimal(18, 2))') }} as share
from shared
