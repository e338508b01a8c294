{% set figures = ['critic_score_percentage', 'top_critic_score', 'total_critic_reviews_counted'] %}
select
    movie_id,
    movie_title,
    release_year,
    critic_score_percentage,
    top_critic_score,
    total_critic_reviews_counted,
    _older_figures,
    _file,
    _line,
    _delivered_on
from {{ newest_per_movie('stg_critic_agg', figures) }} as newest
