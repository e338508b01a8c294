{# The ten conflicts that are largest against the larger of the two figures. #}
select movie_title, release_year, fact, taken_from, taken_value, other_provider, other_value, relative_difference
from {{ ref('provider_conflicts') }}
order by relative_difference desc nulls last, movie_id, fact, other_provider
limit 10
