-- Titles that a provider uses and that were matched to no movie.
{{ config(group='pipeline') }}
select provider_titles.provider, provider_titles.title_id
from {{ ref('provider_titles') }} as provider_titles
left join
    {{ ref('movie_matches') }} as movie_matches
    on provider_titles.provider = movie_matches.provider
    and provider_titles.title_id = movie_matches.title_id
where movie_matches.title_id is null
