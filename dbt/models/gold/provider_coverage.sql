{#
    How many movies each provider and each combination of providers names, and when a provider is due again.
    Nothing here depends on today: whoever reads it compares next_due_on with the day of reading.
#}
{% set providers = title_sources() %}

with

    known_by as (
        select
            movie_id,
            {% for provider in providers %}
                max(case when provider = '{{ provider }}' then 1 else 0 end) as {{ provider }}{{ ',' if not loop.last }}
            {% endfor %}
        from {{ ref('movie_matches') }}
        group by movie_id
    ),

    combinations as (
        select {{ providers | join(', ') }}, count(*) as movies from known_by group by {{ providers | join(', ') }}
    ),

    freshness as (
        select
            provider,
            -- A provider of several files is as fresh as the one that came longest ago.
            min(last_delivered_on) as last_delivered_on
        from {{ ref('row_accounting') }}
        group by provider
    )

{% for provider in providers %}
    select
        'provider' as kind,
        '{{ provider }}' as providers,
        (select count(distinct movie_id) from {{ ref('movie_matches') }} where provider = '{{ provider }}') as movies,
        last_delivered_on,
        {{ contract_cadence_days()[provider] }} as cadence_days,
        cast({{ dbt.dateadd('day', contract_cadence_days()[provider], 'last_delivered_on') }} as date) as next_due_on
    from freshness
    where provider = '{{ provider }}'
    union all
{% endfor %}
select
    'combination' as kind,
    substr(
        {% for provider in providers %}
            case when {{ provider }} = 1 then ' + {{ provider }}' else '' end{{ ' || ' if not loop.last }}
        {% endfor %},
        4
    ) as providers,
    movies,
    cast(null as date) as last_delivered_on,
    cast(null as integer) as cadence_days,
    cast(null as date) as next_due_on
from combinations
