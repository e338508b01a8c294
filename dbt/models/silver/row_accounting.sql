{#
    What became of the rows of each bronze table. They add up, or a row was lost. Rows are replaced when a file of the
    same name was delivered later.
#}
{% for table, provider in contract_tables().items() %}
    select
        '{{ table }}' as table_name,
        '{{ provider }}' as provider,
        delivered.last_delivered_on,
        delivered.rows_in_bronze,
        titles.newest_of_a_title,
        titles.older_versions,
        delivered.rows_in_bronze - counted.rows as replaced,
        rejected.rejected
    from
        (
            select
                max(coalesce(_delivered_on, cast(_loaded_at as date))) as last_delivered_on, count(*) as rows_in_bronze
            from {{ source('bronze', table) }}
        ) as delivered
    cross join
        (
            with source as (select * from {{ source('bronze', table) }}), {{ counted_deliveries('source', table) }}
            select coalesce(cast(sum(_rows) as bigint), 0) as rows
            from numbered
        ) as counted
    cross join
        (
            select count(distinct title_id) as newest_of_a_title, count(*) - count(distinct title_id) as older_versions
            from {{ ref('stg_' ~ table) }}
        ) as titles
    cross join
        (
            select count(*) as rejected
            from
                (
                    -- A row without title and year is listed twice; the same file may have been loaded twice.
                    select distinct file, sha256, line, loaded_at
                    from {{ ref('rejected') }}
                    where table_name = '{{ table }}' and rejects = 'row'
                ) as rejected_rows
        ) as rejected
    {% if not loop.last %}
        union all
    {% endif %}
{% endfor %}
