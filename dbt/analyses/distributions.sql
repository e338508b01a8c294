{#
    The figures of each numeric column, in the newest delivery of its table and in the one before. A quartile is the
    first figure that at least that share of all figures does not exceed: one that was delivered, and the same on every
    engine.
#}
with

    ranked as (
        select
            *,
            row_number() over (
                partition by table_name, column_name, place order by figure nulls last
            ) as rank_of_figure,
            count(figure) over (partition by table_name, column_name, place) as known
        from ({{ figures_delivered() }}) as figures
    ),

    measured as (
        select
            table_name,
            column_name,
            place,
            delivered_on,
            known,
            count(*) as row_count,
            cast(sum(case when is_rejected then 1 else 0 end) as bigint) as rejected,
            min(figure) as least,
            min(case when 4 * rank_of_figure >= known then figure end) as lower_quartile,
            min(case when 2 * rank_of_figure >= known then figure end) as median,
            min(case when 4 * rank_of_figure >= 3 * known then figure end) as upper_quartile,
            max(figure) as greatest,
            sum(figure) as total
        from ranked
        group by table_name, column_name, place, delivered_on, known
    )

select
    table_name as "table",
    column_name as "column",
    case place when 1 then 'newest' else 'previous' end as delivery,
    delivered_on,
    row_count as "rows",
    row_count - known - rejected as missing,
    rejected,
    least,
    lower_quartile,
    median,
    upper_quartile,
    greatest,
    {{ ratio('total', 'cast(known as decimal(18, 2))', 18, 2) }} as average
from measured
order by table_name, column_name, place
