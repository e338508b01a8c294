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
        count(case when not is_named then 1 end) as withdrawn,
        count(*) as of_titles,
        min(case when not is_named then title_id end) as for_example,
        {{ may_lose }} as may_lose
    from {{ titles_before(table, ends.get(table, '1970-01-01 00:00:00 UTC')) }} as before
    {%- endfor %}
{%- endmacro %}

{#
    The titles that were a table's newest delivery at a moment, as a relation, and if its newest delivery names each
    (`is_named`): as it was, or by the same words and year.
#}
{% macro titles_before(table, moment) -%}
    (
        with

            before as (select * from {{ titles_of_newest(table, moment) }} as titles),

            newest as (select * from {{ titles_of_newest(table) }} as titles),

            missing as (
                select before.title_id, before.movie_title, before.release_year
                from before
                left join newest on before.title_id = newest.title_id
                where newest.title_id is null
            ),

            decoded as (
                select title_id, release_year, {{ decoded_again('movie_title') }} as decoded_title, true as is_missing
                from missing
                union all
                select title_id, release_year, {{ decoded_again('movie_title') }} as decoded_title, false as is_missing
                from newest
                where release_year in (select release_year from missing)
            ),

            comparable as (select *, {{ with_telling_capitals('decoded_title') }} as text from decoded),

            {{ with_match_key('comparable', 'keyed') }},

            restyled as (
                select title_id
                from keyed
                where
                    is_missing
                    and match_key || cast(release_year as varchar) in (
                        select match_key || cast(release_year as varchar)
                        from keyed
                        where not is_missing and match_key is not null
                    )
            )

        select
            before.title_id,
            missing.title_id is null or before.title_id in (select title_id from restyled) as is_named
        from before
        left join missing on before.title_id = missing.title_id
    )
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

        select
            {{ title_id(title_key('movie_title'), 'movie_title', 'release_year') }} as title_id,
            min(movie_title) as movie_title,
            min(release_year) as release_year,
            max(_file) as _file
        from typed
        group by 1
    )
{%- endmacro %}
