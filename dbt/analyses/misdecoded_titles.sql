{# Titles that look misdecoded, the first five of each provider, and how many it has. #}
with

    numbered as (
        select
            *,
            count(*) over (partition by provider) as titles,
            row_number() over (partition by provider order by movie_title, file, line) as place
        from ({{ misdecoded_titles() }}) as found
    )

select provider, titles, movie_title, release_year, file, line
from numbered
where place <= 5
order by provider, place
