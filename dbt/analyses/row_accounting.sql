{# What became of the rows of each bronze table. #}
select
    table_name as "table",
    rows_in_bronze,
    newest_of_a_film,
    older_versions,
    rejected,
    rows_in_bronze - newest_of_a_film - older_versions - rejected as unaccounted
from ({{ rows_accounted_for() }}) as counted
order by table_name
