{# Titles of pairs that are taken, each beside itself and those that a pair leads to. #}
with taken as (select title_id, matched_title_id from {{ ref('pair_decisions') }} where decision = 'taken')

select title_id, matched_title_id as neighbour_id
from taken
union
select matched_title_id as title_id, title_id as neighbour_id
from taken
union
select title_id, title_id as neighbour_id
from taken
union
select matched_title_id as title_id, matched_title_id as neighbour_id
from taken
