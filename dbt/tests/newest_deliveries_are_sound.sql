-- Columns of each table's newest delivery of which silver rejected values.
{{ config(severity='warn', group='pipeline') }}
with

    deliveries as (
        {% for table in contract_tables() %}
            select '{{ table }}' as table_name, _file as file, _loaded_at as loaded_at, count(*) as rows_of_file
            from {{ source('bronze', table) }}
            group by _file, _loaded_at
            {% if not loop.last %}
                union all
            {% endif %}
        {% endfor %}
    ),

    newest as (
        select *, row_number() over (partition by table_name order by loaded_at desc) as loads_ago from deliveries
    )

select
    newest.table_name,
    newest.file,
    rejected.column_name,
    count(*) as rejected_values,
    newest.rows_of_file as of_rows,
    max_by(rejected.value, rejected.expected || rejected.value) as for_example,
    max(rejected.expected) as expected
from newest
inner join
    {{ ref('rejected') }} as rejected
    on newest.table_name = rejected.table_name
    and newest.file = rejected.file
    and newest.loaded_at = rejected.loaded_at
where newest.loads_ago = 1
group by newest.table_name, newest.file, rejected.column_name, newest.rows_of_file
