-- Lines of cannot_link.csv without a movie.
select 'dbt/seeds/cannot_link.csv' as file, title, release_year, 'give a title and a year like 1999' as remedy
from {{ ref('cannot_link') }}
where not {{ is_title_and_year('title', 'release_year') }}
