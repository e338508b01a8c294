-- Movies that one delivery has more than once with different figures, or with one and an empty field, under one title
-- or under two that share an id. Gold takes those of the last line.
{{ config(severity='warn', group='pipeline') }}
{% for table in title_tables() %}
    {% set figures = figures_of('stg_' ~ table) %}
    select
        min(_file) as file,
        min(movie_title) as title,
        max(movie_title) as also_titled,
        min(release_year) as release_year,
        min(_line) as first_line,
        max(_line) as taken_line,
        substr(
            ''
            {% for figure in figures %}
                || coalesce(
                    case
                        when min({{ figure }}) <> max({{ figure }}) or bool_or(_{{ figure }}_is_empty)
                        then
                            ', {{ figure }} '
                            || cast(min({{ figure }}) as varchar)
                            || case
                                when min({{ figure }}) <> max({{ figure }})
                                then ' to ' || cast(max({{ figure }}) as varchar)
                                else ''
                            end
                            || case when bool_or(_{{ figure }}_is_empty) then ' and empty' else '' end
                    end,
                    ''
                )
            {% endfor %},
            3
        ) as figures
    from
        (
            select coalesce(title_links.movie_id, titled.title_id) as movie_id, titled.*
            from {{ ref('stg_' ~ table) }} as titled
            left join {{ ref('title_links') }} as title_links on titled.title_id = title_links.title_id
        ) as linked
    group by _loaded_at, movie_id
    having
        count(*) > 1
        and (
            {% for figure in figures %}
                min({{ figure }}) <> max({{ figure }})
                or (bool_or(_{{ figure }}_is_empty) and min({{ figure }}) is not null)
                {{ 'or' if not loop.last }}
            {% endfor %}
            {{ 'false' if not figures }}
        )
    {% if not loop.last %}
        union all
    {% endif %}
{% endfor %}
