-- Providers of which not every movie in silver was matched to a movie.
{{ config(group='pipeline') }}
with

    compared as (
        {% for provider, movies in title_sources().items() %}
            select
                '{{ provider }}' as provider,
                (select count(*) from {{ ref(movies) }}) as movies,
                (select count(*) from {{ ref('movie_matches') }} where provider = '{{ provider }}') as matched
            {% if not loop.last %}
                union all
            {% endif %}
        {% endfor %}
    )

select *
from compared
where movies <> matched
