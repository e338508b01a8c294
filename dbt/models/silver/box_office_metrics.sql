with

    domestic as (
        select * from {{ newest_per_movie('stg_box_office_domestic', ['domestic_box_office_gross_usd']) }} as newest
    ),

    international as (
        select *
        from {{ newest_per_movie('stg_box_office_international', ['international_box_office_gross_usd']) }} as newest
    ),

    financials as (
        select *
        from
            {{ newest_per_movie('stg_box_office_financials', ['production_budget_usd', 'marketing_spend_usd']) }}
            as newest
    )

-- A movie may be in any of the three; it is spelled as in the first that has it.
select
    coalesce(domestic.movie_id, international.movie_id, financials.movie_id) as movie_id,
    coalesce(domestic.movie_title, international.movie_title, financials.movie_title) as movie_title,
    coalesce(domestic.release_year, international.release_year, financials.release_year) as release_year,
    domestic.domestic_box_office_gross_usd,
    international.international_box_office_gross_usd,
    financials.production_budget_usd,
    financials.marketing_spend_usd,
    financials._older_figures,
    -- Where the title comes from; each table's figures have an origin of their own.
    coalesce(domestic._file, international._file, financials._file) as _file,
    coalesce(domestic._line, international._line, financials._line) as _line,
    coalesce(domestic._delivered_on, international._delivered_on, financials._delivered_on) as _delivered_on,
    domestic._file as _domestic_file,
    domestic._line as _domestic_line,
    domestic._delivered_on as _domestic_delivered_on,
    international._file as _international_file,
    international._line as _international_line,
    international._delivered_on as _international_delivered_on,
    financials._file as _financials_file,
    financials._line as _financials_line,
    financials._delivered_on as _financials_delivered_on
from domestic
full outer join international on domestic.movie_id = international.movie_id
full outer join financials on coalesce(domestic.movie_id, international.movie_id) = financials.movie_id
