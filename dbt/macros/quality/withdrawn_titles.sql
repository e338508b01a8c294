{#
    What the newest delivery leaves out of what the last good build read, one row a table of which a delivery is
    everything. The variable `built_until` (table -> moment) says how far that build read.
#}
{% macro withdrawn_titles() -%}
    {%- set ends = var('built_until', {}) if execute else {} -%}
    select
        cast(null as varchar) as table_name,
        cast(null as varchar) as file,
        0 as withdrawn,
        0 as of_titles,
        cast(null as varchar) as for_example,
        0 as may_lose
    where false
    {%- for table, may_lose in contract_whole_tables().items() %}
    union all
    select
        '{{ table }}' as table_name,
        (select max(_file) from {{ titles_of_newest(table) }} as newest) as file,
        count(*) - count(newest.title_id) as withdrawn,
        count(*) as of_titles,
        min(case when newest.title_id is null then before.title_id end) as for_example,
        {{ may_lose }} as may_lose
    from {{ titles_of_newest(table, ends.get(table, '1970-01-01 00:00:00 UTC')) }} as before
    left join {{ titles_of_newest(table) }} as newest on before.title_id = newest.title_id
    {%- endfor %}
{%- endmacro %}

{# The titles of a table's newest delivery, or of the one that was the newest at a moment, as a relation. #}
{% macro titles_of_newest(table, moment=none) -%}
    {%- set rules = rules_of('stg_' ~ table).items() | selectattr('1.rejects', 'equalto', 'row') | map(attribute=1) -%}
    {%- set title, year = (rules | list) or [{'value': "''", 'sound': 'true'}] * 2 -%}
    (
        with

            source as (
                select * from {{ source('bronze', table) }}
                {%- if moment %} where _loaded_at <= cast('{{ moment }}' as timestamp with time zone){% endif %}
            ),

            {{ counted_rows('source', table) }},

            typed as (
                select {{ title.value }} as movie_title, {{ year.value }} as release_year, _file
                from counted
                where {{ title.sound }} and {{ year.sound }}
            )

        select {{ title_id(title_key('movie_title'), 'movie_title', 'release_year') }} as title_id, max(_file) as _file
        from typed
        group by 1
    )
{%- endmacro %}
