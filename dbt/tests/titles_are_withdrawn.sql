-- Titles that the newest delivery of a table leaves out, where a delivery is everything: silver and gold lose them.
{{ config(severity='warn') }}
select table_name, file, withdrawn, of_titles, for_example
from ({{ withdrawn_titles() }}) as withdrawn_titles
where withdrawn > 0
