-- Lines of movie_aliases.csv that say nothing certain: found before anything is made of them, so that none is half
-- obeyed.
{% set providers = title_sources() %}
with

    lines as (
        select
            title,
            release_year,
            movie_title,
            movie_year,
            coalesce({{ trimmed('provider') }}, '') as provider,
            {{ title_id_of('title', 'release_year') }} as title_id,
            {{ title_id_of('movie_title', 'movie_year') }} as movie_id
        from {{ ref('movie_aliases') }}
    ),

    -- A line without a provider is about all of them.
    by_provider as (
        select lines.*, each.provider as about, count(*) over (partition by each.provider, lines.title_id) as times
        from lines
        cross join
            (values {% for each in providers %} ('{{ each }}'){{ ', ' if not loop.last }}{% endfor %}) as each(provider)
        where lines.provider in ('', each.provider)
    ),

    judged as (
        select
            title,
            release_year,
            movie_title,
            movie_year,
            provider,
            case
                when
                    not (
                        {{ is_title_and_year('title', 'release_year') }}
                        and {{ is_title_and_year('movie_title', 'movie_year') }}
                    )
                then 'give both titles and both years, years like 1999'
                when provider not in ('', '{{ providers | join("', '") }}')
                then 'leave the provider empty or write one of {{ providers | join(', ') }}'
            end as remedy
        from lines
        union all
        select title, release_year, movie_title, movie_year, provider, 'keep one of the lines about this name' as remedy
        from by_provider
        where times > 1
        union all
        select
            line.title,
            line.release_year,
            line.movie_title,
            line.movie_year,
            line.provider,
            'lead to the last name at once: another line gives this movie another name' as remedy
        from by_provider as line
        inner join by_provider as further on line.about = further.about and line.movie_id = further.title_id
    )

select distinct 'dbt/seeds/movie_aliases.csv' as file, *
from judged
where remedy is not null
