with

    source as (select * from {{ source('bronze', 'critic_agg') }}),

    {{ counted_rows('source') }},

    typed as (
        select
            -- movie
            {{ title('movie_title') }} as movie_title,
            {{ year('release_year') }} as release_year,
            {{ identifiers('critic_agg') }},
            -- figures
            {{ percentage('critic_score_percentage') }} as critic_score_percentage,
            {{ is_empty('critic_score_percentage') }} as _critic_score_percentage_is_empty,
            {{ decimal_number('top_critic_score', 0, 10) }} as top_critic_score,
            {{ is_empty('top_critic_score') }} as _top_critic_score_is_empty,
            {{ whole_number('total_critic_reviews_counted') }} as total_critic_reviews_counted,
            {{ is_empty('total_critic_reviews_counted') }} as _total_critic_reviews_counted_is_empty,
            -- origin
            {{ origin() }}
        from counted
    ),

    {{ with_title_id('typed', 'critic_agg') }}

select
    title_id,
    movie_title,
    release_year,
    imdb_id,
    tmdb_id,
    wikidata_id,
    critic_score_percentage,
    _critic_score_percentage_is_empty,
    top_critic_score,
    _top_critic_score_is_empty,
    total_critic_reviews_counted,
    _total_critic_reviews_counted_is_empty,
    {{ origin() }},
    _alias
from titled
