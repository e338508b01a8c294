with

    source as (select * from {{ source('bronze', 'audience_pulse') }}),

    typed as (
        select
            -- movie
            {{ title('title') }} as movie_title,
            {{ year('year') }} as release_year,
            -- figures
            {{ decimal_number('audience_average_score', 0, 10) }} as audience_average_score,
            {{ whole_number('total_audience_ratings') }} as total_audience_ratings,
            {{ usd('domestic_box_office_gross') }} as domestic_box_office_gross_usd,
            -- origin
            {{ origin() }}
        from source
    ),

    {{ newest_per_title('typed', 'audience_pulse') }}

select
    title_id,
    movie_title,
    release_year,
    audience_average_score,
    total_audience_ratings,
    domestic_box_office_gross_usd,
    {{ origin() }},
    _versions,
    _alias
from newest
