{#
    Every figure of the newest delivery of each bronze table (`place` 1) and of the one before (2), in the order in
    which silver takes deliveries. As its staging model reads it: null where nothing is known, which `is_rejected` tells
    apart. One type holds them all: counts have at most 12 digits, amounts 11 and two behind the point.
#}
{% macro figures_delivered() -%}
    {% for table in contract_tables() %}
    {% set rules = rules_of('stg_' ~ table).items() | selectattr('1.number') | list %}
    select
        '{{ table }}' as table_name,
        _column as column_name,
        _place as place,
        _day as delivered_on,
        case _column
            {% for column, rule in rules %}
            when '{{ column }}' then case when {{ rule.sound }} then cast({{ rule.value }} as decimal(18, 2)) end
            {% endfor %}
        end as figure,
        case _column
            {% for column, rule in rules %}
            when '{{ column }}' then {{ is_unsound(column, rule) }}
            {% endfor %}
        end as is_rejected
    from (
        select
            delivered.*,
            {% for column, said in contract_figures()[table].items() %}
            {{ written_number(column, said) }} as {{ written(column) }},
            {% endfor %}
            _day,
            _place
        from {{ source('bronze', table) }} as delivered
        inner join (
            select
                _loaded_at as _moment,
                _delivered_on as _day{{ notations(contract_figures()[table]) }},
                row_number() over (order by _delivered_on desc nulls last, _loaded_at desc) as _place
            from {{ source('bronze', table) }}
            group by _loaded_at, _delivered_on
        ) as deliveries on delivered._loaded_at = deliveries._moment
        where _place <= 2
    ) as read
    cross join (
        values {% for column, rule in rules %}('{{ column }}'){{ ', ' if not loop.last }}{% endfor %}
    ) as columns_with_figures (_column)
    {{ 'union all' if not loop.last }}
    {% endfor %}
{%- endmacro %}
