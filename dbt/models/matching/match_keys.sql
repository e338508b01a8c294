{#
    The titles that can be half of a match, by the words that they are compared by. A title that every delivery names
    cannot: whatever else a delivery names is another movie, unless an id says otherwise.
#}
with

    shared as (select title_id, identity_id from {{ ref('identities') }} where title_id <> identity_id),

    decoded as (
        select *, {{ decoded_again('title') }} as decoded_title
        from {{ ref('titles') }}
        -- A title that only movie_aliases.csv knows was given to keep a movie by itself.
        where
            not only_by_alias
            and (
                not is_in_every_delivery
                or title_id in (select title_id from shared)
                or title_id in (select identity_id from shared)
            )
    ),

    comparable as (select *, {{ with_telling_capitals('decoded_title') }} as text from decoded),

    {{ with_match_key('comparable', 'keyed') }},

    -- Part one is not the whole where part two of that year is named as well.
    first_parts as (
        select distinct keyed.title_id
        from keyed
        cross join (values ('2'), ('two'), ('ii')) as seconds(number)
        inner join
            {{ ref('titles') }} as titles
            on titles.title_id
            = {{ replace_matches('keyed.title_id', '-(?:1|one|i)-[0-9]{4}\\z', '-') }}
            || seconds.number
            || '-'
            || cast(keyed.release_year as varchar)
        where {{ matches('keyed.key_numbers', first_part()) }}
    )

select
    keyed.title_id,
    keyed.text,
    keyed.release_year,
    -- A title without words is compared as it is.
    coalesce(
        keyed.match_key || case when first_parts.title_id is null then '' else '1' end, keyed.title_id
    ) as match_key,
    {{ has_two_words('keyed.bare_key') }} as has_two_words,
    keyed.provider_rank,
    coalesce(identities.identity_id, keyed.title_id) as identity_id,
    {% for id in identifier_columns() %} identities.{{ id }}, {% endfor %}
    coalesce(identities.cannot_link, keyed.cannot_link) as cannot_link
from keyed
left join first_parts on keyed.title_id = first_parts.title_id
left join {{ ref('identities') }} as identities on keyed.title_id = identities.title_id
