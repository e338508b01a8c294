{#
    Titles of the same words and year, which are one movie unless two of them cannot be linked. The first of them, by
    provider, is half of pairs for them all; where they cannot be linked, each is for itself.
#}
with

    grouped as (
        select
            title_id,
            text,
            release_year,
            match_key,
            has_two_words,
            provider_rank,
            cannot_link,
            count(*) over (partition by match_key, release_year) as titles,
            count(case when cannot_link then 1 end) over (partition by match_key, release_year) as cannot_link_titles,
            first_value(title_id) over (
                partition by match_key, release_year order by provider_rank, title_id
            ) as representative_id
        from {{ ref('match_keys') }}
    ),

    -- Words that one delivery uses for two titles of a year.
    named_apart as (
        select distinct match_key, release_year
        from
            (
                select grouped.match_key, grouped.release_year
                from grouped
                inner join
                    {{ title_rows('title_id, _loaded_at') }} as title_rows on grouped.title_id = title_rows.title_id
                where grouped.titles > 1
                group by grouped.match_key, grouped.release_year, title_rows.table_name, title_rows._loaded_at
                having count(distinct grouped.title_id) > 1
            ) as in_one_delivery
    ),

    judged as (
        select
            grouped.*,
            case
                when named_apart.match_key is not null
                then 'one delivery names both'
                when grouped.cannot_link_titles > 1
                then 'cannot link'
            end as cannot_link_reason
        from grouped
        left join
            named_apart on grouped.match_key = named_apart.match_key and grouped.release_year = named_apart.release_year
    )

select
    title_id,
    text,
    release_year,
    match_key,
    has_two_words,
    provider_rank,
    cannot_link_reason,
    representative_id,
    case when cannot_link_reason is null then representative_id else title_id end as half_id,
    -- What is found for a representative holds for all that it stands for.
    case when cannot_link_reason is null then cannot_link_titles > 0 else cannot_link end as cannot_link
from judged
