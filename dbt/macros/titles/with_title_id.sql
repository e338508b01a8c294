{#
    The CTEs that end a provider's staging model. `titled` has the rows with a title and a year; silver.rejected has the
    others. `_alias` is the title_id that the row has by itself, where movie_aliases.csv gives it another.
#}
{% macro with_title_id(typed, provider) -%}
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

titled as (
    select
        coalesce(aliases.movie_id, identified._own_title_id) as title_id,
        aliases.title_id as _alias,
        identified.*
    from identified
    left join {{ ref('stg_movie_aliases') }} as aliases
        on identified._own_title_id = aliases.title_id and aliases.provider = '{{ provider }}'
    where identified._own_title_id is not null
)
{%- endmacro %}
