-- Gold tables that do not count the movies that silver has.
{% set counted = {
    'movies_unified': 'select count(*) from ' ~ ref('movies_unified'),
    'movies_by_year': 'select coalesce(sum(movies), 0) from ' ~ ref('movies_by_year'),
    'provider_coverage':
        "select coalesce(sum(movies), 0) from " ~ ref('provider_coverage') ~ " where kind = 'combination'",
} %}
with

    compared as (
        {% for table, movies in counted.items() %}
            select
                '{{ table }}' as table_name,
                cast(({{ movies }}) as bigint) as movies_in_gold,
                (select count(*) from {{ ref('movies') }}) as movies_in_silver
            {% if not loop.last %}
                union all
            {% endif %}
        {% endfor %}
    )

select *
from compared
where movies_in_gold <> movies_in_silver
