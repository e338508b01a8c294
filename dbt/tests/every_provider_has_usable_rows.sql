-- Providers of which silver rejects every row, so that nothing of them is in gold.
{{ config(severity='warn', group='pipeline') }}
select provider, cast(sum(rejected) as bigint) as rejected_rows
from {{ ref('row_accounting') }}
group by provider
having sum(newest_of_a_title + older_versions) = 0 and sum(rejected) > 0
