with

    source as (select * from {{ source('bronze', 'box_office_domestic') }}),

    typed as (
        select
            -- movie
            {{ title('film_name') }} as movie_title,
            {{ year('year_of_release') }} as release_year,
            -- figures
            {{ usd('box_office_gross_usd') }} as domestic_box_office_gross_usd,
            -- origin
            {{ origin() }}
        from source
    ),

    {{ newest_per_title('typed', 'box_office') }}

select title_id, movie_title, release_year, domestic_box_office_gross_usd, {{ origin() }}, _versions, _alias
from newest
