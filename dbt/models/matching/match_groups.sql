{#
    Titles of the same words and year, which are one movie unless two of them cannot be linked, and titles that share an
    id. The first of them, by provider, is half of pairs for them all; where those of the same words cannot be linked,
    each is for itself, with those that share its id.
#}
{% set ids = identifier_columns() %}

with

    titles as (select * from {{ ref('match_keys') }}),

    grouped as (
        select
            title_id,
            release_year,
            match_key,
            cannot_link,
            {{ ids | join(', ') }},
            count(*) over (partition by match_key, release_year) as titles,
            count(case when cannot_link then 1 end) over (partition by match_key, release_year) as cannot_link_titles,
            first_value(title_id) over (
                partition by match_key, release_year order by provider_rank, title_id
            ) as representative_id
        from titles
        where title_id = identity_id
    ),

    -- Words that one delivery uses for two titles of a year.
    named_apart as (
        select distinct match_key, release_year
        from
            (
                select grouped.match_key, grouped.release_year
                from grouped
                inner join titles on grouped.title_id = titles.identity_id
                inner join
                    {{ title_rows('title_id, _loaded_at') }} as title_rows on titles.title_id = title_rows.title_id
                where grouped.titles > 1
                group by grouped.match_key, grouped.release_year, title_rows.table_name, title_rows._loaded_at
                having count(distinct grouped.title_id) > 1
            ) as in_one_delivery
    ),

    identified_apart as (
        select match_key, release_year
        from grouped
        where titles > 1 and coalesce({{ ids | join(', ') }}) is not null
        group by match_key, release_year
        having {% for id in ids %} min({{ id }}) <> max({{ id }}){{ ' or' if not loop.last }} {% endfor %}
    ),

    judged as (
        select
            grouped.*,
            case
                when identified_apart.match_key is not null
                then 'different identifiers'
                when named_apart.match_key is not null
                then 'one delivery names both'
                when grouped.cannot_link_titles > 1
                then 'cannot link'
            end as cannot_link_reason
        from grouped
        left join
            named_apart on grouped.match_key = named_apart.match_key and grouped.release_year = named_apart.release_year
        left join
            identified_apart
            on grouped.match_key = identified_apart.match_key
            and grouped.release_year = identified_apart.release_year
    )

select
    titles.title_id,
    titles.text,
    titles.release_year,
    titles.match_key,
    titles.has_two_words,
    titles.identity_id,
    {% for id in ids %} titles.{{ id }}, {% endfor %}
    titles.provider_rank,
    judged.cannot_link_reason,
    judged.representative_id,
    case when judged.cannot_link_reason is null then judged.representative_id else judged.title_id end as half_id,
    -- What is found for a representative holds for all that it stands for.
    case
        when judged.cannot_link_reason is null then judged.cannot_link_titles > 0 else judged.cannot_link
    end as cannot_link
from judged
inner join titles on judged.title_id = titles.identity_id
