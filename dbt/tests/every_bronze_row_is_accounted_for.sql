-- Bronze tables whose rows are not all in silver: as the newest of a title, as an older version of it, as replaced by a
-- later file of the same name, or rejected.
select *
from {{ ref('row_accounting') }}
where rows_in_bronze <> newest_of_a_title + older_versions + replaced + rejected
