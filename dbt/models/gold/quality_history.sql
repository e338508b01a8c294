{#
    What charts show over time: figures of each build, a row where one is another than in the build before, so that a
    thousand builds stay small. Continues the published table: rows of this build's number are of one that was cut short
    before its record, and are left out. A figure that is not there any more is 0.
#}
{% set published = var('published', {}).get('quality_history') if execute %}
{% set build = var('build', 1) %}
{% set figures = ['critic_agg', 'audience_pulse', 'box_office_metrics', 'provider_facts'] %}
{% set matching = ['movies', 'movie_matches', 'match_decisions', 'rejected'] %}
{% set counted = {'silver': figures + matching, 'gold': ['movies_unified', 'provider_conflicts']} %}

with

    earlier as (
        {% if published %}
            select measure, table_name, rule, value, build from {{ published.relation }} where build < {{ build }}
        {% else %}
            select '' as measure, '' as table_name, '' as rule, cast(0 as bigint) as value, cast(0 as bigint) as build
            where false
        {% endif %}
    ),

    last_known as (
        select measure, table_name, rule, value
        from
            (
                select *, row_number() over (partition by measure, table_name, rule order by build desc) as place
                from earlier
            ) as newest_first
        where place = 1
    ),

    figures as (
        select
            'rejected' as measure,
            'bronze.' || table_name as table_name,
            column_name || ': not ' || expected as rule,
            times as value
        from {{ ref('rejected_by_rule') }}
        union all
        select 'rows' as measure, 'bronze.' || table_name as table_name, 'all' as rule, rows_in_bronze as value
        from {{ ref('rows_accounted_for') }}
        {% for layer, names in counted.items() %}
            {% for name in names %}
                union all
                select 'rows' as measure, '{{ layer }}.{{ name }}' as table_name, 'all' as rule, count(*) as value
                from {{ ref(name) }}
            {% endfor %}
        {% endfor %}
    ),

    changed as (
        select
            coalesce(figures.measure, last_known.measure) as measure,
            coalesce(figures.table_name, last_known.table_name) as table_name,
            coalesce(figures.rule, last_known.rule) as rule,
            coalesce(figures.value, 0) as value,
            cast({{ build }} as bigint) as build
        from figures
        full outer join
            last_known
            on figures.measure = last_known.measure
            and figures.table_name = last_known.table_name
            and figures.rule = last_known.rule
        where coalesce(figures.value, 0) <> coalesce(last_known.value, 0)
    )

select measure, table_name, rule, value, build
from earlier
union all
select measure, table_name, rule, value, build
from changed
