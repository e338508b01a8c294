{# Titles that are another title's movie, with the id of that movie. #}
with taken as (select * from {{ ref('match_decisions') }} where decision = 'taken')

select taken.title_id, coalesce(further.matched_title_id, taken.matched_title_id) as movie_id, taken.rule
from taken
left join taken as further on taken.matched_title_id = further.title_id
