{% set figures = ['audience_average_score', 'total_audience_ratings', 'domestic_box_office_gross_usd'] %}
select
    movie_id,
    movie_title,
    release_year,
    audience_average_score,
    total_audience_ratings,
    domestic_box_office_gross_usd,
    _older_figures,
    _file,
    _line,
    _delivered_on,
    _domestic_box_office_gross_usd_file as _domestic_file,
    _domestic_box_office_gross_usd_line as _domestic_line
from {{ newest_per_movie('stg_audience_pulse', figures) }} as newest
