-- Gold tables that do not count the movies that silver has.
{% set counted = {
    'movies_unified': 'select count(*) from ' ~ ref('movies_unified'),
    'movies_by_year': 'select coalesce(sum(films), 0) from ' ~ ref('movies_by_year'),
    'provider_coverage': "select coalesce(sum(films), 0) from " ~ ref('provider_coverage') ~ " where kind = 'combination'",
} %}
with

compared as (
    {% for table, films in counted.items() %}
    select
        '{{ table }}' as table_name,
        cast(({{ films }}) as bigint) as films_in_gold,
        (select count(*) from {{ ref('movies') }}) as films_in_silver
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from compared where films_in_gold <> films_in_silver
