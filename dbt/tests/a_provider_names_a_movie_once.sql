-- Movies that a provider names in more than one row: two films of its own were taken for one.
select movie_id, provider, count(*) as films
from {{ ref('movie_matches') }}
group by movie_id, provider
having count(*) > 1
