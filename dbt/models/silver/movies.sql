{# One row a movie that any provider names, spelled as by the first provider that has it. #}
select titles.title_id as movie_id, titles.title, titles.release_year
from {{ ref('titles') }} as titles
left join {{ ref('title_links') }} as title_links on titles.title_id = title_links.title_id
where title_links.title_id is null
