-- Titles that one delivery has more than once with different figures. Gold takes those of the last line.
{{ config(severity='warn', group='pipeline') }}
{% for table in title_tables() %}
    {% set figures = figures_of('stg_' ~ table) %}
    select
        _file as file,
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
                        when min({{ figure }}) <> max({{ figure }})
                        then
                            ', {{ figure }} '
                            || cast(min({{ figure }}) as varchar)
                            || ' to '
                            || cast(max({{ figure }}) as varchar)
                    end,
                    ''
                )
            {% endfor %},
            3
        ) as figures
    from {{ ref('stg_' ~ table) }}
    group by _file, _loaded_at, title_id
    having
        count(*) > 1
        and (
            {% for figure in figures %}min({{ figure }}) <> max({{ figure }}){{ ' or' if not loop.last }} {% endfor %}
            {{ 'false' if not figures }}
        )
    {% if not loop.last %}
        union all
    {% endif %}
{% endfor %}
