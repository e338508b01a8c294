-- Movies that two films of one provider were taken for.
select movie_id, provider, count(*) as films, min(provider_title) as one_title, max(provider_title) as other_title
from {{ ref('movie_matches') }}
group by movie_id, provider
having count(*) > 1
