select
    movie_id,
    movie_title,
    release_year,
    audience_average_score,
    total_audience_ratings,
    domestic_box_office_gross_usd,
    _file,
    _line,
    _delivered_on
from {{ linked_titles('stg_audience_pulse') }} as linked
