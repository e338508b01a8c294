{#
    The titles that can be half of a match, by the words that they are compared by. A title that every delivery names
    cannot: whatever else a delivery names is another movie. Titles of the same words and year are one movie unless two
    of them cannot be linked; the first of them, by provider, represents them all in what follows.
#}
with

    comparable as (
        select
            *,
            -- The rules know an article or "LA" by its capitals, which a title in capitals does not tell.
            case when title = upper(title) then lower(title) else title end as text
        from {{ ref('titles') }}
        -- A title that only movie_aliases.csv knows was given to keep a movie by itself.
        where not (is_in_every_delivery or only_by_alias)
    ),

    {{ with_match_key('comparable', 'keyed') }},

    grouped as (
        select
            *,
            count(*) over (partition by match_key, release_year) as titles,
            count(case when cannot_link then 1 end) over (partition by match_key, release_year) as cannot_link_titles,
            first_value(title_id) over (
                partition by match_key, release_year order by provider_rank, title_id
            ) as representative_id
        from keyed
        where match_key is not null
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
    {{ has_two_words('bare_key') }} as has_two_words,
    provider_rank,
    cannot_link_reason,
    representative_id,
    cannot_link_reason is not null or title_id = representative_id as is_representative,
    -- What is found for a representative holds for all that it stands for.
    case when cannot_link_reason is null then cannot_link_titles > 0 else cannot_link end as cannot_link
from judged
