{# Of each rule's rejected values the three most frequent, and where the last of each was delivered. #}
with

    newest_first as (
        select
            table_name,
            column_name,
            -- A value may be long enough to fill a page.
            case when length(value) > 100 then substr(value, 1, 100) || ' …' else value end as value,
            file,
            line,
            count(*) over (partition by table_name, column_name, value) as times,
            row_number() over (partition by table_name, column_name, value order by loaded_at desc, file, line) as place
        from {{ ref('rejected') }}
    ),

    most_frequent_first as (
        select
            *,
            row_number() over (
                partition by table_name, column_name order by times desc, value nulls first, file, line
            ) as place_of_value
        from newest_first
        where place = 1
    )

select table_name as "table", column_name as "column", value, times, file, line
from most_frequent_first
where place_of_value <= 3
order by table_name, column_name, place_of_value
