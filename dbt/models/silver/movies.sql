{#
    One row a film that anybody names, spelled as by the first provider that has it.
#}
select
    film_names.film_id as movie_id,
    film_names.title,
    film_names.release_year
from {{ ref('film_names') }} as film_names
left join {{ ref('same_films') }} as same_films on film_names.film_id = same_films.film_id
where same_films.film_id is null
