{# Names that are another name's film, with the id of that film. #}
with

taken as (
    select * from {{ ref('match_candidates') }} where verdict = 'taken'
)

select
    taken.film_id,
    coalesce(further.same_as, taken.same_as) as movie_id,
    taken.rule
from taken
left join taken as further on taken.same_as = further.film_id
