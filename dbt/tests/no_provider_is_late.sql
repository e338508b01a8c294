-- Providers whose next delivery was due before today. A reminder: what was delivered is still good.
{{ config(severity='warn') }}

select providers as provider, last_delivered_on, cadence_days, next_due_on
from {{ ref('provider_coverage') }}
where next_due_on < current_date
