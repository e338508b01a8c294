with

named as (
    {% for films in films_named_by().values() %}
    select
        movie_id,
        movie_title,
        release_year,
        {{ loop.index }} as place
    from {{ ref(films) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    movie_id,
    min_by(movie_title, place) as title,
    min_by(release_year, place) as release_year
from named
group by movie_id
