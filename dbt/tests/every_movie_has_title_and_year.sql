-- Movies without a title or a year, in silver and in gold.
select 'movies' as table_name, movie_id, title, release_year
from {{ ref('movies') }}
where title is null or release_year is null

union all

select 'movies_unified' as table_name, movie_id, movie_title as title, release_year
from {{ ref('movies_unified') }}
where movie_title is null or release_year is null
