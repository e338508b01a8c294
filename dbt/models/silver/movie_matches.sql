select
    coalesce(title_links.movie_id, provider_titles.title_id) as movie_id,
    provider_titles.provider,
    provider_titles.title_id,
    provider_titles.movie_title as provider_title,
    provider_titles.release_year as provider_year,
    coalesce(title_links.rule, case when provider_titles.is_alias then 'alias' else 'same title and year' end) as rule,
    provider_titles._file,
    provider_titles._line
from {{ ref('provider_titles') }} as provider_titles
left join {{ ref('title_links') }} as title_links on provider_titles.title_id = title_links.title_id
