-- Files of the newest day, where a delivery is everything: only the one that was loaded last counts, and what others
-- have is left out.
{{ config(severity='warn', group='pipeline') }}
select
    cast(null as varchar) as table_name,
    cast(null as date) as delivered_on,
    cast(null as varchar) as file,
    cast(null as varchar) as left_out,
    cast(null as varchar) as remedy
where false
{% for table in contract_whole_tables() %}
    union all
    select
        '{{ table }}' as table_name,
        _delivered_on as delivered_on,
        max_by(_file, loaded_at) as file,
        min_by(_file, loaded_at) as left_out,
        'deliver everything in one file' as remedy
    from
        (
            select _file, _sha256, _delivered_on, max(_loaded_at) as loaded_at
            from {{ source('bronze', table) }}
            where _delivered_on = (select max(_delivered_on) from {{ source('bronze', table) }})
            group by _file, _sha256, _delivered_on
        ) as files
    group by _delivered_on
    having count(distinct _file) > 1 and count(distinct _sha256) > 1
{% endfor %}
