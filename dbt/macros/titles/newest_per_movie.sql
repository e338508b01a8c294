{# What a staging model says of movies: its described columns but the title's own and the origin (empty while parsing). #}
{% macro figures_of(model) -%}
    {%- set node = graph.nodes.get('model.movies.' ~ model, {}) if execute else {} -%}
    {%- set figures = [] -%}
    {%- for column in node.get('columns', {}) -%}
        {%- if column not in ['title_id', 'movie_title', 'release_year'] and not column.startswith('_') -%}
            {%- do figures.append(column) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(figures) }}
{%- endmacro %}

{#
    One row a movie of a staging model, as a relation: its newest row that says anything. A figure of which that row says
    nothing (its column was not delivered, or the text was rejected) is the newest that an older row gives;
    `_older_figures` says where it stands. `_<figure>_file` and `_<figure>_line` are the origin of each figure.
#}
{% macro newest_per_movie(model) -%}
    {%- set figures = figures_of(model) -%}
    (
        with

            linked as (
                select coalesce(title_links.movie_id, titled.title_id) as movie_id, titled.*
                from {{ ref(model) }} as titled
                left join {{ ref('title_links') }} as title_links on titled.title_id = title_links.title_id
            ),

            ranked as (
                select
                    *,
                    row_number() over (
                        partition by movie_id order by {{ says_nothing(figures) }}, _recency desc
                    ) as _rank
                from linked
            ),

            newest as (select * from ranked where _rank = 1),

            -- Few rows are silent where an older one speaks: only their movies are looked at again.
            incomplete as (
                select movie_id from newest where {{ silent_figures(figures) | join(' or ') or 'false' }}
            ),

            spoken as (
                select
                    {% for figure in figures %}
                    case when not _{{ figure }}_is_silent then _recency end as _{{ figure }}_said,
                    case when {{ figure }} is not null then _recency end as _{{ figure }}_known,
                    {% endfor %}
                    ranked.*
                from ranked
                inner join incomplete on ranked.movie_id = incomplete.movie_id
                where ranked._rank > 1
            ),

            older as (
                select
                    {% for figure in figures %}
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
            newest.movie_id,
            newest.movie_title,
            newest.release_year,
            {% for figure in figures %}
            {%- set is_older = 'newest._' ~ figure ~ '_is_silent and older.' ~ figure ~ ' is not null' %}
            case when {{ is_older }} then older.{{ figure }} else newest.{{ figure }} end as {{ figure }},
            case when {{ is_older }} then older._{{ figure }}_file else newest._file end as _{{ figure }}_file,
            case when {{ is_older }} then older._{{ figure }}_line else newest._line end as _{{ figure }}_line,
            {% endfor %}
            nullif(
                substr(
                    ''
                    {%- for figure in figures %}
                    || case
                        when newest._{{ figure }}_is_silent and older.{{ figure }} is not null
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
        from newest
        left join older on newest.movie_id = older.movie_id
    )
{%- endmacro %}

{% macro silent_figures(figures) -%}
    {%- set columns = [] -%}
    {%- for figure in figures -%}
        {%- do columns.append('_' ~ figure ~ '_is_silent') -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro %}

{# Sorts a row that is silent on every figure behind all others. #}
{% macro says_nothing(figures) -%}
    case when {{ silent_figures(figures) | join(' and ') or 'false' }} then 1 else 0 end
{%- endmacro %}
