{#
    Facts that several providers give, one row each figure; gold takes the one of rank 1. A provider that
    source_precedence.csv does not list comes after those that it does.
#}
with

    facts as (
        select
            movie_id,
            'domestic_box_office_gross_usd' as fact,
            'box_office' as provider,
            domestic_box_office_gross_usd as value,
            _domestic_file as _file,
            _domestic_line as _line
        from {{ ref('box_office_metrics') }}
        union all
        select
            movie_id,
            'domestic_box_office_gross_usd' as fact,
            'audience_pulse' as provider,
            domestic_box_office_gross_usd as value,
            _domestic_file as _file,
            _domestic_line as _line
        from {{ ref('audience_pulse') }}
    ),

    with_precedence as (
        select facts.*, cast(source_precedence.precedence as integer) as precedence
        from facts
        left join
            {{ ref('source_precedence') }} as source_precedence
            on facts.fact = source_precedence.fact
            and facts.provider = source_precedence.provider
        where facts.value is not null
    )

select
    movie_id,
    fact,
    provider,
    value,
    precedence,
    row_number() over (partition by movie_id, fact order by coalesce(precedence, 100), provider) as rank,
    _file,
    _line
from with_precedence
