{# By which rule the films of each provider were matched to a movie. #}
with

by_rule as (
    select
        provider,
        rule,
        count(*) as films
    from {{ ref('movie_matches') }}
    group by provider, rule
),

shared as (
    select
        *,
        sum(films) over (partition by provider) as films_of_provider
    from by_rule
)

select
    provider,
    rule,
    films,
    {{ ratio('cast(films as decimal(18, 2))', 'cast(films_of_provider as decimal(18, 2))') }} as share
from shared
order by provider, films desc, rule
