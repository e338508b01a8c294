-- Movies that two films of one provider were taken for.
select movie_id, provider, count(*) as films
from {{ ref('movie_matches') }}
group by movie_id, provider
having count(*) > 1
