{#
    Ids that say nothing, such as the `1` that a program writes where it knows none: one delivery gives them to titles
    of more than two names, or of two that are more than a year apart. A movie that is told twice, in two languages or
    spellings, keeps its id. `placeholder` has the provider's rank, the column and the id.
#}
{% if not contract_identifiers() %} select cast(null as varchar) as placeholder where false

{% else %}

    with

        given as (
            {% for id in identifier_columns() %}
                select
                    {{ id_of_provider(id) }} as placeholder,
                    table_name,
                    _loaded_at,
                    title_id,
                    release_year,
                    min({{ with_telling_capitals('movie_title') }}) as text
                from {{ title_rows('title_id, movie_title, release_year, _loaded_at, ' ~ id) }} as title_rows
                where {{ id }} is not null
                group by 1, table_name, _loaded_at, title_id, release_year
                {% if not loop.last %}
                    union all
                {% endif %}
            {% endfor %}
        ),

        -- Few are given twice, and names take long to compare.
        given_twice as (
            select given.*
            from given
            inner join
                (
                    select placeholder, table_name, _loaded_at
                    from given
                    group by placeholder, table_name, _loaded_at
                    having count(*) > 1
                ) as shared
                on given.placeholder = shared.placeholder
                and given.table_name = shared.table_name
                and given._loaded_at = shared._loaded_at
        ),

        {{ with_match_key('given_twice', 'keyed') }},

        counted as (
            select
                placeholder,
                count(distinct coalesce(match_key, title_id)) as names,
                max(release_year) - min(release_year) as years_apart
            from keyed
            group by placeholder, table_name, _loaded_at
        )

    select distinct placeholder
    from counted
    where names > 2 or (names = 2 and years_apart > 1)

{% endif %}
