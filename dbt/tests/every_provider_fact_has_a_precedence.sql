-- Providers of a shared fact that source_precedence.csv does not place: they are trusted last, by their names.
{{ config(severity='warn') }}

select distinct 'dbt/seeds/source_precedence.csv' as file, fact, provider
from {{ ref('provider_facts') }}
where precedence is null
