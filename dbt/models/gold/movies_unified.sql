with

    joined as (
        select
            movies.movie_id,
            movies.title as movie_title,
            movies.release_year,
            movies.imdb_id,
            movies.tmdb_id,
            movies.wikidata_id,
            critic_agg.critic_score_percentage,
            critic_agg.top_critic_score,
            critic_agg.total_critic_reviews_counted,
            audience_pulse.audience_average_score,
            audience_pulse.total_audience_ratings,
            domestic.value as domestic_box_office_gross_usd,
            box_office.international_box_office_gross_usd,
            -- Of one provider only: a sum of two providers' figures is nobody's.
            cast(
                box_office.domestic_box_office_gross_usd
                + box_office.international_box_office_gross_usd as decimal(18, 2)
            ) as worldwide_box_office_gross_usd,
            box_office.production_budget_usd,
            box_office.marketing_spend_usd,
            -- Unknown marketing is not zero: without both there is no spend, and so no profit and no roi.
            cast(box_office.production_budget_usd + box_office.marketing_spend_usd as decimal(18, 2)) as spend_usd,
            case when critic_agg.movie_id is not null then 1 else 0 end
            + case when audience_pulse.movie_id is not null then 1 else 0 end
            + case when box_office.movie_id is not null then 1 else 0 end as providers
        from {{ ref('movies') }} as movies
        left join {{ ref('critic_agg') }} as critic_agg on movies.movie_id = critic_agg.movie_id
        left join {{ ref('audience_pulse') }} as audience_pulse on movies.movie_id = audience_pulse.movie_id
        left join {{ ref('box_office_metrics') }} as box_office on movies.movie_id = box_office.movie_id
        left join
            {{ ref('provider_facts') }} as domestic
            on movies.movie_id = domestic.movie_id
            and domestic.fact = 'domestic_box_office_gross_usd'
            and domestic.rank = 1
    )

select
    movie_id,
    movie_title,
    release_year,
    critic_score_percentage,
    top_critic_score,
    total_critic_reviews_counted,
    audience_average_score,
    total_audience_ratings,
    domestic_box_office_gross_usd,
    international_box_office_gross_usd,
    worldwide_box_office_gross_usd,
    production_budget_usd,
    marketing_spend_usd,
    cast(worldwide_box_office_gross_usd - spend_usd as decimal(18, 2)) as profit_usd,
    {{ ratio('worldwide_box_office_gross_usd - spend_usd', 'spend_usd') }} as roi,
    {{ ratio('worldwide_box_office_gross_usd', 'production_budget_usd') }} as gross_to_budget,
    case
        when production_budget_usd is null
        then 'budget unknown'
        when production_budget_usd < 10000000
        then 'under $10M'
        when production_budget_usd < 50000000
        then '$10M to $50M'
        when production_budget_usd < 100000000
        then '$50M to $100M'
        when production_budget_usd < 200000000
        then '$100M to $200M'
        else '$200M and more'
    end as budget_class,
    cast(critic_score_percentage - 10 * audience_average_score as decimal(5, 2)) as critic_audience_gap,
    cast(providers as integer) as providers,
    imdb_id,
    tmdb_id,
    wikidata_id
from joined
