{# Facts of which two providers give different figures; gold takes box_office's. #}
select
    movies.movie_id,
    movies.title as movie_title,
    movies.release_year,
    'domestic_box_office_gross_usd' as fact,
    'box_office' as taken_from,
    box_office.domestic_box_office_gross_usd as taken_value,
    'audience_pulse' as other_provider,
    audience_pulse.domestic_box_office_gross as other_value,
    cast(
        audience_pulse.domestic_box_office_gross - box_office.domestic_box_office_gross_usd as decimal(18, 2)
    ) as difference
from {{ ref('movies') }} as movies
inner join {{ ref('box_office_metrics') }} as box_office on movies.movie_id = box_office.movie_id
inner join {{ ref('audience_pulse') }} as audience_pulse on movies.movie_id = audience_pulse.movie_id
where box_office.domestic_box_office_gross_usd <> audience_pulse.domestic_box_office_gross
