{# What silver did not take, by rule: how often, and one example. #}
with

    by_rule as (
        select table_name, column_name, expected, rejects, count(*) as times, min(value) as example
        from {{ ref('rejected') }}
        group by table_name, column_name, expected, rejects
    )

select
    by_rule.table_name,
    by_rule.column_name,
    by_rule.expected,
    by_rule.rejects,
    by_rule.times,
    {{ ratio('cast(by_rule.times as decimal(18, 2))', 'cast(rows_there.rows_in_bronze as decimal(18, 2))') }} as share,
    by_rule.example
from by_rule
inner join {{ ref('row_accounting') }} as rows_there on by_rule.table_name = rows_there.table_name
