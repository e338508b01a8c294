{# What became of the rows of each bronze table. #}
select
    table_name as "table",
    rows_in_bronze,
    newest_of_a_title,
    older_versions,
    replaced,
    rejected,
    rows_in_bronze - newest_of_a_title - older_versions - replaced - rejected as unaccounted
from {{ ref('row_accounting') }}
order by table_name
