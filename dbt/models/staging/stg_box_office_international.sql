with

    source as (select * from {{ source('bronze', 'box_office_international') }}),

    {{ counted_rows('source') }},

    typed as (
        select
            -- movie
            {{ title('film_name') }} as movie_title,
            {{ year('year_of_release') }} as release_year,
            {{ identifiers('box_office_international') }},
            -- figures
            {{ usd('box_office_gross_usd') }} as international_box_office_gross_usd,
            {{ is_empty('box_office_gross_usd') }} as _international_box_office_gross_usd_is_empty,
            -- origin
            {{ origin() }}
        from counted
    ),

    {{ with_title_id('typed', 'box_office') }}

select
    title_id,
    movie_title,
    release_year,
    imdb_id,
    tmdb_id,
    wikidata_id,
    international_box_office_gross_usd,
    _international_box_office_gross_usd_is_empty,
    {{ origin() }},
    _alias
from titled
