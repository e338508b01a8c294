with

    source as (select * from {{ source('bronze', 'critic_agg') }}),

    typed as (
        select
            -- movie
            {{ title('movie_title') }} as movie_title,
            {{ year('release_year') }} as release_year,
            -- figures
            {{ percentage('critic_score_percentage') }} as critic_score_percentage,
            {{ decimal_number('top_critic_score', 0, 10) }} as top_critic_score,
            {{ whole_number('total_critic_reviews_counted') }} as total_critic_reviews_counted,
            -- origin
            {{ origin() }}
        from source
    ),

    {{ newest_per_title('typed', 'critic_agg') }}

select
    title_id,
    movie_title,
    release_year,
    critic_score_percentage,
    top_critic_score,
    total_critic_reviews_counted,
    {{ origin() }},
    _versions,
    _alias
from newest
