{# What became of the rows of each bronze table. They add up, or a row was lost. #}
{% macro rows_accounted_for() -%}
    {% for table in contract_tables() %}
    select
        '{{ table }}' as table_name,
        (select count(*) from {{ source('bronze', table) }}) as rows_in_bronze,
        (select count(*) from {{ ref('stg_' ~ table) }}) as newest_of_a_film,
        (select coalesce(cast(sum(_versions - 1) as bigint), 0) from {{ ref('stg_' ~ table) }}) as older_versions,
        (
            select count(*)
            from (
                -- A row without title and year is listed twice; the same file may have been loaded twice.
                select distinct file, sha256, line, loaded_at
                from {{ ref('rejected') }}
                where table_name = '{{ table }}' and rejects = 'row'
            ) as rejected_rows
        ) as rejected
    {{ 'union all' if not loop.last }}
    {% endfor %}
{%- endmacro %}
