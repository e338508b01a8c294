{% set has_both = 'worldwide_box_office_gross_usd is not null and production_budget_usd + marketing_spend_usd > 0' %}

with

    movies as (select * from {{ ref('movies_unified') }}),

    by_year as (
        select
            release_year,
            count(*) as movies,
            cast(sum(critic_score_percentage) as decimal(18, 2)) as critic_scores,
            count(critic_score_percentage) as critic_scored,
            cast(sum(audience_average_score) as decimal(18, 2)) as audience_scores,
            count(audience_average_score) as audience_scored,
            cast(sum(domestic_box_office_gross_usd) as decimal(18, 2)) as domestic_box_office_gross_usd,
            cast(sum(worldwide_box_office_gross_usd) as decimal(18, 2)) as worldwide_box_office_gross_usd,
            -- Pooled, so that one movie's tiny budget cannot carry the year.
            cast(sum(case when {{ has_both }} then profit_usd end) as decimal(18, 2)) as pooled_profit_usd,
            cast(
                sum(case when {{ has_both }} then production_budget_usd + marketing_spend_usd end) as decimal(18, 2)
            ) as pooled_spend_usd
        from movies
        group by release_year
    )

select
    release_year,
    movies,
    {{ ratio('critic_scores', 'cast(critic_scored as decimal(18, 2))', 5, 2) }} as average_critic_score_percentage,
    {{ ratio('audience_scores', 'cast(audience_scored as decimal(18, 2))', 5, 2) }} as average_audience_score,
    domestic_box_office_gross_usd,
    worldwide_box_office_gross_usd,
    {{ ratio('pooled_profit_usd', 'pooled_spend_usd') }} as roi
from by_year
