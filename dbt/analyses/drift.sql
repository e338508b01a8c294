{#
    How far the newest delivery of a table is from the one before, by numeric column: `values` compares the figures,
    `known` which of the rows have one. `gap` is the statistic of Kolmogorov and Smirnov, the most by which the shares
    up to some figure differ; docs/quality.md says what makes it `moved`. Worked out of whole numbers, it is the same on
    every engine.
#}
with

    figures as ({{ figures_delivered() }}),

    points as (
        select table_name, column_name, place, 'values' as compared, figure as point
        from figures
        where figure is not null
        union all
        select table_name, column_name, place, 'known' as compared, case when figure is null then 0 else 1 end as point
        from figures
    ),

    counted as (
        select
            table_name,
            column_name,
            compared,
            point,
            sum(case when place = 1 then 1 else 0 end) as newest,
            sum(case when place = 2 then 1 else 0 end) as previous
        from points
        group by table_name, column_name, compared, point
    ),

    summed as (
        select
            table_name,
            column_name,
            compared,
            cast(
                sum(newest) over (partition by table_name, column_name, compared order by point) as bigint
            ) as newest_so_far,
            cast(
                sum(previous) over (partition by table_name, column_name, compared order by point) as bigint
            ) as previous_so_far,
            cast(sum(newest) over (partition by table_name, column_name, compared) as bigint) as newest,
            cast(sum(previous) over (partition by table_name, column_name, compared) as bigint) as previous
        from counted
    ),

    apart as (
        select
            table_name,
            column_name,
            compared,
            newest,
            previous,
            -- Over the same denominator, so that nothing is rounded before it is compared.
            max(abs(newest_so_far * previous - previous_so_far * newest)) as apart,
            newest * previous as of_all
        from summed
        where newest > 0 and previous > 0
        group by table_name, column_name, compared, newest, previous
    ),

    measured as (select *, cast(apart as double) / of_all as gap from apart)

select
    table_name as "table",
    column_name as "column",
    compared,
    newest,
    previous,
    {{ ratio('cast(apart as decimal(18, 2))', 'cast(of_all as decimal(18, 2))') }} as gap,
    case
        when gap >= 0.1e0 and gap > 1.63e0 * sqrt(cast(newest + previous as double) / of_all)
        then 'moved'
        else 'as before'
    end as state
from measured
order by table_name, column_name, compared
