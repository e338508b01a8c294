-- Providers of which not every film in silver was matched to a movie.
with

compared as (
    {% for provider, films in films_named_by().items() %}
    select
        '{{ provider }}' as provider,
        (select count(*) from {{ ref(films) }}) as films,
        (select count(*) from {{ ref('movie_matches') }} where provider = '{{ provider }}') as matched
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from compared where films <> matched
