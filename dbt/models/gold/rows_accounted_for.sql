{# What became of the rows of each bronze table, for those who read gold only; with what is left over. #}
select
    table_name,
    provider,
    rows_in_bronze,
    newest_of_a_title,
    older_versions,
    replaced,
    rejected,
    rows_in_bronze - newest_of_a_title - older_versions - replaced - rejected as unaccounted
from {{ ref('row_accounting') }}
