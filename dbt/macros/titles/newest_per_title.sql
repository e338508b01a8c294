{# Where a row comes from, to the line. #}
{% macro origin() -%}
    _file, _line, _delivered_on, _loaded_at
{%- endmacro %}

{#
    The CTEs that end a provider's staging model. `newest` has one row a title: the newest by day of delivery, then
    load, then line, so that an old delivery that comes late never covers a newer one. `_versions` counts the rows of
    the title, `_alias` is the title_id that the row has by itself, where movie_aliases.csv gives it another. Rows
    without a title or a year are not here; silver.rejected has them.
#}
{% macro newest_per_title(typed, provider) -%}
keyed as (
    select
        {{ title_key('movie_title') }} as _title_key,
        *
    from {{ typed }}
),

identified as (
    select
        {{ title_id('_title_key', 'movie_title', 'release_year') }} as _own_title_id,
        *
    from keyed
),

aliased as (
    select
        coalesce(aliases.movie_id, identified._own_title_id) as title_id,
        aliases.title_id as _alias,
        identified.*
    from identified
    left join {{ ref('stg_movie_aliases') }} as aliases
        on identified._own_title_id = aliases.title_id and aliases.provider = '{{ provider }}'
),

ranked as (
    select
        *,
        -- A rank only where there is a title, rather than a filter before: DuckDB would work out the title twice.
        case
            when title_id is not null
            then row_number() over (partition by title_id order by _delivered_on desc, _loaded_at desc, _line desc)
        end as _rank,
        count(*) over (partition by title_id) as _versions
    from aliased
),

newest as (
    select * from ranked where _rank = 1
)
{%- endmacro %}
