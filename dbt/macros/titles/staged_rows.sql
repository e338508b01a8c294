{# Where a row comes from, to the line, and how new it is among the rows of its table: the largest is the newest. #}
{% macro origin() -%}
    _file, _line, _delivered_on, _loaded_at, _recency
{%- endmacro %}

{# The bronze table that the staging model is of: its name says so. #}
{% macro staged_table() -%}
    {{ return(model.name | replace('stg_', '', 1)) }}
{%- endmacro %}

{#
    The CTEs from a bronze table to `numbered`: its deliveries without those that a later file of the same name has
    replaced, numbered by day of delivery, then load, so that an old delivery that comes late is not newer than a newer
    one, nor one without a day in its name newer than one that has it. The same bytes under another name are no newer
    than they were. Where a delivery is everything (`delivers` in the contract), only the newest counts.
#}
{% macro counted_deliveries(bronze, table) -%}
deliveries as (
    select _file, _sha256, _loaded_at, min(_delivered_on) as _delivered_on, count(*) as _rows
    from {{ bronze }}
    group by _file, _sha256, _loaded_at
),

dated as (
    select
        _file,
        _loaded_at,
        _rows,
        min(_delivered_on) over (partition by _sha256) as _known_since,
        row_number() over (partition by _file order by _loaded_at desc) as _loads_ago
    from deliveries
),

numbered as (
    select
        _file,
        _loaded_at,
        _rows,
        row_number() over (order by _known_since nulls first, _loaded_at, _file) as _delivery
    from dated
    where _loads_ago = 1
    {%- if table in contract_whole_tables() %}
    order by _delivery desc
    limit 1
    {%- endif %}
)
{%- endmacro %}

{# The same, and `counted`: the rows of those deliveries, each with its `_recency`, by delivery, then line. #}
{% macro counted_rows(bronze, table=none) -%}
{{ counted_deliveries(bronze, table or staged_table()) }},

counted as (
    select {{ bronze }}.*, numbered._delivery * 10000000000 + {{ bronze }}._line as _recency
    from {{ bronze }}
    inner join numbered on {{ bronze }}._file = numbered._file and {{ bronze }}._loaded_at = numbered._loaded_at
)
{%- endmacro %}

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
