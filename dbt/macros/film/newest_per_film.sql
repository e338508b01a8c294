{# Which film a provider means: its rows of one id are one film. Titles of signs alone are compared as they are. #}
{% macro film_id(key, title, year) -%}
    coalesce(nullif({{ key }}, ''), lower({{ title }})) || '-' || cast({{ year }} as varchar)
{%- endmacro %}

{# Where a silver row comes from, to the line. #}
{% macro origin() -%}
    _file, _line, _delivered_on, _loaded_at
{%- endmacro %}

{#
    The CTEs that end a provider's staging model. `newest` has one row a film: the newest by day of delivery, then load,
    then line, so that an old delivery that comes late never covers a newer one. `_versions` counts the rows that named the
    film, `_alias` is the name that people said is this film. Rows without a title or a year are not here; silver.rejected
    has them.
#}
{% macro newest_per_film(typed, provider) -%}
keyed as (
    select
        {{ title_key('movie_title') }} as _title_key,
        *
    from {{ typed }}
),

named as (
    select
        {{ film_id('_title_key', 'movie_title', 'release_year') }} as _name,
        *
    from keyed
),

identified as (
    select
        coalesce(aliases.movie_id, named._name) as film_id,
        aliases.film_id as _alias,
        named.*
    from named
    left join {{ ref('film_aliases') }} as aliases on named._name = aliases.film_id and aliases.provider = '{{ provider }}'
),

ranked as (
    select
        *,
        -- A rank only where there is a film, rather than a filter before: DuckDB would work out the film twice.
        case
            when film_id is not null
            then row_number() over (partition by film_id order by _delivered_on desc, _loaded_at desc, _line desc)
        end as _rank,
        count(*) over (partition by film_id) as _versions
    from identified
),

newest as (
    select * from ranked where _rank = 1
)
{%- endmacro %}
