-- Films of movie_aliases.csv and never_match.csv that nobody names: not delivered yet, or a typing mistake.
{{ config(severity='warn') }}
with

names as (
    select * from {{ ref('film_names') }}
),

obeyed as (
    {% for provider, films in films_named_by().items() %}
    select '{{ provider }}' as provider, _alias as film_id from {{ ref(films) }} where _alias is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

aliases as (
    select
        aliases.film_id,
        aliases.movie_id,
        count(obeyed.film_id) as times
    from {{ ref('film_aliases') }} as aliases
    left join obeyed on aliases.provider = obeyed.provider and aliases.film_id = obeyed.film_id
    group by aliases.film_id, aliases.movie_id
)

select 'dbt/seeds/movie_aliases.csv' as file, film_id as film, 'no provider names it: not yet, or look at the spelling' as remedy
from aliases
where times = 0

union all

-- Where somebody else keeps the first name, the alias tells two films of one title and year apart.
select 'dbt/seeds/movie_aliases.csv' as file, aliases.movie_id as film, 'no provider names it: not yet, or look at the spelling' as remedy
from aliases
inner join names as movie on aliases.movie_id = movie.film_id and movie.only_by_alias
left join names as same_name on aliases.film_id = same_name.film_id
where aliases.times > 0 and same_name.film_id is null

union all

select 'dbt/seeds/never_match.csv' as file, listed.film_id as film, 'no provider names it: not yet, or look at the spelling' as remedy
from (select distinct {{ film_named('title', 'release_year') }} as film_id from {{ ref('never_match') }}) as listed
left join names on listed.film_id = names.film_id
where names.film_id is null
