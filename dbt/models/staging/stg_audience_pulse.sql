with

    source as (select * from {{ source('bronze', 'audience_pulse') }}),

    {{ counted_rows('source') }},

    typed as (
        select
            -- movie
            {{ title('title') }} as movie_title,
            {{ year('year') }} as release_year,
            {{ identifiers('audience_pulse') }},
            -- figures
            {{ decimal_number('audience_average_score', 0, 10) }} as audience_average_score,
            {{ is_empty('audience_average_score') }} as _audience_average_score_is_empty,
            {{ whole_number('total_audience_ratings') }} as total_audience_ratings,
            {{ is_empty('total_audience_ratings') }} as _total_audience_ratings_is_empty,
            {{ usd('domestic_box_office_gross') }} as domestic_box_office_gross_usd,
            {{ is_empty('domestic_box_office_gross') }} as _domestic_box_office_gross_usd_is_empty,
            -- origin
            {{ origin() }}
        from counted
    ),

    {{ with_title_id('typed', 'audience_pulse') }}

select
    title_id,
    movie_title,
    release_year,
    imdb_id,
    tmdb_id,
    wikidata_id,
    audience_average_score,
    _audience_average_score_is_empty,
    total_audience_ratings,
    _total_audience_ratings_is_empty,
    domestic_box_office_gross_usd,
    _domestic_box_office_gross_usd_is_empty,
    {{ origin() }},
    _alias
from titled
