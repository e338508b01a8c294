-- Lines of never_match.csv without a film.
select 'dbt/seeds/never_match.csv' as file, title, release_year, 'give a title and a year like 1999' as remedy
from {{ ref('never_match') }}
where not {{ names_a_film('title', 'release_year') }}
