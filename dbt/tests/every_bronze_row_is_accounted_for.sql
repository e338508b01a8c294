-- Bronze tables whose rows are not all in silver: as the newest of a film, as an older version of it, or rejected.
with

counted as (
    {% for table in contract_tables() %}
    select
        '{{ table }}' as table_name,
        (select count(*) from {{ source('bronze', table) }}) as rows_in_bronze,
        (select coalesce(cast(sum(_versions) as bigint), 0) from {{ ref('stg_' ~ table) }}) as newest_and_older,
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
)

select * from counted where rows_in_bronze <> newest_and_older + rejected
