-- Facts of source_precedence.csv of which the order is not certain.
with

    lines as (
        select
            fact,
            provider,
            precedence,
            count(*) over (partition by fact, provider) as of_provider,
            count(*) over (partition by fact, precedence) as of_precedence
        from {{ ref('source_precedence') }}
    )

select
    'dbt/seeds/source_precedence.csv' as file,
    fact,
    provider,
    precedence,
    'give each provider of a fact a precedence of its own: 1, 2, 3' as remedy
from lines
where of_provider > 1 or of_precedence > 1 or not coalesce({{ matches('precedence', '\\A[1-9][0-9]?\\z') }}, false)
