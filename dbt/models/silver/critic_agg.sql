select
    movie_id,
    movie_title,
    release_year,
    critic_score_percentage,
    top_critic_score,
    total_critic_reviews_counted
from {{ matched('stg_critic_agg') }} as films
