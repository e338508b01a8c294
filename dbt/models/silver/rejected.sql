{#
    What silver did not take from bronze, one row a value: the rules are those that the staging models note
    (macros/values/note_rule.sql). `rejects` says whether the whole row is gone (no title, no year) or only the value.
#}
{% for table in contract_tables() %}
    {% set rules = rules_of('stg_' ~ table) %}
    select
        '{{ table }}' as table_name,
        _file as file,
        _sha256 as sha256,
        _line as line,
        _loaded_at as loaded_at,
        rules.column_name,
        case
            rules.column_name {% for column in rules %} when '{{ column }}' then {{ column }} {% endfor %}
        end as value,
        rules.expected || coalesce(
            case
                rules.column_name
                when ''
                then ''
                {% for column in contract_figures()[table] %}
                    when '{{ column }}' then '; ' || {{ why_unsound(column) }}
                {% endfor %}
            end,
            ''
        ) as expected,
        rules.rejects
    -- Few rows have such a value: looked for in one reading of the table, then taken apart.
    from
        (
            select *
            from
                (
                    with source as (select * from {{ source('bronze', table) }}), {{ counted_rows('source', table) }}
                    select
                        *,
                        {% for column, rule in rules.items() %}
                            {{ is_unsound(column, rule) }} as _{{ loop.index }}_is_unsound{{ ',' if not loop.last }}
                        {% endfor %}
                    from counted
                ) as judged
            where {% for _ in rules %} _{{ loop.index }}_is_unsound{{ ' or ' if not loop.last }}{% endfor %}
        ) as unsound
    cross join
        (
            values
                {% for column, rule in rules.items() %}
                    ('{{ column }}', '{{ rule.says }}', '{{ rule.rejects }}'){{ ',' if not loop.last }}
                {% endfor %}
        ) as rules(column_name, expected, rejects)
    where
        case
            rules.column_name
            {% for column in rules %} when '{{ column }}' then _{{ loop.index }}_is_unsound {% endfor %}
        end

    {% if not loop.last %}
        union all
    {% endif %}
{% endfor %}

{# Ids that no text tells from others: the titles do that have them. #}
{% for table, ids in contract_identifiers().items() if table in title_tables() %}
    {% for kind, column in ids.items() %}
        union all
        select
            '{{ table }}' as table_name,
            delivered._file as file,
            delivered._sha256 as sha256,
            delivered._line as line,
            delivered._loaded_at as loaded_at,
            '{{ column }}' as column_name,
            delivered.{{ column }} as value,
            'the id of one movie: several have it' as expected,
            'value' as rejects
        from
            (
                select
                    {{ id_of_provider(kind ~ '_id', title_sources().index(contract_tables()[table]) + 1) }}
                    as placeholder,
                    _file,
                    _loaded_at,
                    _line
                from {{ ref('stg_' ~ table) }}
            ) as staged
        inner join
            {{ source('bronze', table) }} as delivered
            on staged._file = delivered._file
            and staged._loaded_at = delivered._loaded_at
            and staged._line = delivered._line
        where staged.placeholder in (select placeholder from {{ ref('placeholder_ids') }})
    {% endfor %}
{% endfor %}
