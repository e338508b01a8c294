{# Where a row comes from, to the line, and how new it is among the rows of its table: the largest is the newest. #}
{% macro origin() -%}
    _file, _line, _delivered_on, _loaded_at, _recency
{%- endmacro %}

{# The bronze table that the staging model is of: its name says so, which its unit tests give as the one tested. #}
{% macro staged_table() -%}
    {%- set staging_model = (model.get('tested_node_unique_id') or model.unique_id).split('.') | last -%}
    {{ return(staging_model | replace('stg_', '', 1)) }}
{%- endmacro %}

{#
    The CTEs from a bronze table to `numbered`: its deliveries without those that a later file of the same name has
    replaced, numbered by day of delivery, then load, so that an old delivery that comes late is not newer than a newer
    one, nor one without a day in its name newer than one that has it. The same bytes under another name are no newer
    than they were. Where a delivery is everything (`delivers` in the contract), only the newest counts. Which columns
    of `figures` have odd texts comes along.
#}
{% macro counted_deliveries(bronze, table, figures={}) -%}
deliveries as (
    select _file, _sha256, _loaded_at, min(_delivered_on) as _delivered_on, count(*) as _rows{{ oddities(figures) }}
    from {{ bronze }}
    group by _file, _sha256, _loaded_at
),

dated as (
    select
        _file,
        _loaded_at,
        _rows,
        {%- for figure in figures %}
        {{ oddity_of(figure) }},
        {%- endfor %}
        min(_delivered_on) over (partition by _sha256) as _known_since,
        row_number() over (partition by _file order by _loaded_at desc) as _loads_ago
    from deliveries
),

numbered as (
    select
        _file,
        _loaded_at,
        _rows,
        {%- for figure in figures %}
        {{ oddity_of(figure) }},
        {%- endfor %}
        row_number() over (order by _known_since nulls first, _loaded_at, _file) as _delivery
    from dated
    where _loads_ago = 1
    {%- if table in contract_whole_tables() %}
    order by _delivery desc
    limit 1
    {%- endif %}
)
{%- endmacro %}

{#
    The same, and `counted`: the rows of those deliveries, each with its `_recency`, by delivery, then line. For each
    column of figures `_<column>_written` is its text as the rules of values read it. A staging model need not say which
    table of the contracts this is.
#}
{% macro counted_rows(bronze, table=none) -%}
{%- set figures = figures_in_contract(table) -%}
{{ counted_deliveries(bronze, table or staged_table(), figures) }},

odd as (
    select _file as _odd_file, _loaded_at as _odd_load
    from numbered
    where 0 {%- for figure in figures %} + {{ oddity_of(figure) }}{% endfor %} > 0
),

noted as (
    select _odd_file, _odd_load{{ notations(figures) }}
    from {{ bronze }}
    inner join odd on _file = _odd_file and _loaded_at = _odd_load
    group by _odd_file, _odd_load
),

counted as (
    select
        {{ bronze }}.*,
        {%- for figure, said in figures.items() %}
        {{ notation_of(figure) }},
        case
            when {{ oddity_of(figure) }} = 1 then {{ written_number(figure, said) }} else {{ figure }}
        end as {{ written(figure) }},
        {%- endfor %}
        numbered._delivery * 10000000000 + {{ bronze }}._line as _recency
    from {{ bronze }}
    inner join numbered on {{ bronze }}._file = numbered._file and {{ bronze }}._loaded_at = numbered._loaded_at
    left join noted on numbered._file = _odd_file and numbered._loaded_at = _odd_load
)
{%- endmacro %}
