{#
    One row a movie of a staging model, as a relation: its newest row that says anything. A figure of which the row says
    nothing (its column was not delivered, or the text was rejected) is the newest that an older row gives;
    `_older_figures` says where it stands. `_<figure>_file` and `_<figure>_line` are the origin of each figure.
#}
{% macro newest_per_movie(model, figures) -%}
    {%- set linked -%}
        {{ ref(model) }} as titled
        left join {{ ref('title_links') }} as title_links on titled.title_id = title_links.title_id
    {%- endset -%}
    {%- set movie_id = 'coalesce(title_links.movie_id, titled.title_id)' -%}
    {#- A row that says nothing at all is older than all that say something. -#}
    {%- set newness -%}
        case when {{ silences(figures) | join(' and ') }} then 0 else 1000000000000000000 end + titled._recency
    {%- endset -%}
    (
        with

            -- No column more than is needed: all movies wait in memory.
            latest as (
                select
                    {{ movie_id }} as movie_id,
                    mod(max({{ newness }}), 1000000000000000000) as _recency,
                    -- Few rows are silent where an older one speaks: only their movies are looked at again.
                    max_by({{ silences(figures) | join(' or ') }}, {{ newness }}) and count(*) > 1 as is_incomplete
                from {{ linked }}
                group by {{ movie_id }}
            ),

            spoken as (
                select
                    latest.movie_id,
                    {% for figure in figures %}
                    case
                        when titled.{{ figure }} is not null or titled._{{ figure }}_is_empty then titled._recency
                    end as _{{ figure }}_said,
                    case when titled.{{ figure }} is not null then titled._recency end as _{{ figure }}_known,
                    titled.{{ figure }},
                    {% endfor %}
                    titled._file,
                    titled._line
                from {{ linked }}
                inner join latest on {{ movie_id }} = latest.movie_id
                where latest.is_incomplete
            ),

            older as (
                select
                    {% for figure in figures %}
                    -- Not where a newer row, the newest among them, says that there is none.
                    case
                        when max(_{{ figure }}_known) = max(_{{ figure }}_said)
                        then max_by({{ figure }}, _{{ figure }}_known)
                    end as {{ figure }},
                    max_by(_file, _{{ figure }}_known) as _{{ figure }}_file,
                    max_by(_line, _{{ figure }}_known) as _{{ figure }}_line,
                    {% endfor %}
                    movie_id
                from spoken
                group by movie_id
            )

        select
            latest.movie_id,
            newest.movie_title,
            newest.release_year,
            {% for figure in figures %}
            coalesce(newest.{{ figure }}, older.{{ figure }}) as {{ figure }},
            case when {{ is_older(figure) }} then older._{{ figure }}_file else newest._file end as _{{ figure }}_file,
            case when {{ is_older(figure) }} then older._{{ figure }}_line else newest._line end as _{{ figure }}_line,
            {% endfor %}
            nullif(
                substr(
                    ''
                    {%- for figure in figures %}
                    || case
                        when {{ is_older(figure) }}
                        then ', {{ figure }}: ' || older._{{ figure }}_file || ' line '
                            || cast(older._{{ figure }}_line as varchar)
                        else ''
                    end
                    {%- endfor %},
                    3
                ),
                ''
            ) as _older_figures,
            newest._file,
            newest._line,
            newest._delivered_on
        from latest
        inner join {{ ref(model) }} as newest on latest._recency = newest._recency
        left join older on latest.movie_id = older.movie_id
    )
{%- endmacro %}

{# For each figure, whether a row says nothing of it. #}
{% macro silences(figures) -%}
    {%- set conditions = [] -%}
    {%- for figure in figures -%}
        {%- do conditions.append('titled.' ~ figure ~ ' is null and not titled._' ~ figure ~ '_is_empty') -%}
    {%- endfor -%}
    {{ return(conditions) }}
{%- endmacro %}

{% macro is_older(figure) -%}
    newest.{{ figure }} is null and older.{{ figure }} is not null
{%- endmacro %}
