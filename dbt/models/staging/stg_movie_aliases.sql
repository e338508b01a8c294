{# The lines of movie_aliases.csv, one for each provider that they are about. #}
with

    aliases as (
        select
            {{ title_id_of('title', 'release_year') }} as title_id,
            {{ title_id_of('movie_title', 'movie_year') }} as movie_id,
            provider,
            movie_title,
            movie_year
        from {{ ref('movie_aliases') }}
    )

{% for provider in title_sources() %}
    select
        '{{ provider }}' as provider,
        title_id,
        movie_id,
        {{ trimmed('movie_title') }} as movie_title,
        cast({{ trimmed('movie_year') }} as integer) as movie_year
    from aliases
    where coalesce({{ trimmed('provider') }}, '') in ('', '{{ provider }}')
    {% if not loop.last %}
        union all
    {% endif %}
{% endfor %}
