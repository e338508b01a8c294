select
    movie_id,
    movie_title,
    release_year,
    audience_average_score,
    total_audience_ratings,
    domestic_box_office_gross
from {{ matched('stg_audience_pulse') }} as films
