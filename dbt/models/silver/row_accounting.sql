{# What became of the rows of each bronze table. They add up, or a row was lost. #}
{% for table, provider in contract_tables().items() %}
    select
        '{{ table }}' as table_name,
        '{{ provider }}' as provider,
        delivered.last_delivered_on,
        delivered.rows_in_bronze,
        titles.newest_of_a_title,
        titles.older_versions,
        rejected.rejected
    from
        (
            select max(_delivered_on) as last_delivered_on, count(*) as rows_in_bronze
            from {{ source('bronze', table) }}
        ) as delivered
    cross join
        (
            select count(*) as newest_of_a_title, coalesce(cast(sum(_versions - 1) as bigint), 0) as older_versions
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
