{# Titles that look misdecoded, the first five of each table, and how many it has. #}
with

numbered as (
    select
        *,
        count(*) over (partition by table_name) as titles,
        row_number() over (partition by table_name order by movie_title, file, line) as place
    from ({{ misdecoded_titles() }}) as found
)

select
    table_name as "table",
    titles,
    movie_title,
    release_year,
    file,
    line
from numbered
where place <= 5
order by table_name, place
