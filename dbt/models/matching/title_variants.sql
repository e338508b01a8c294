{#
    What another provider may print of a title, by the words that it is compared by, each with its rule: its parts, and
    what other providers that have it print.
#}
with

    printed as (
        select match_groups.half_id, match_groups.release_year, match_groups.text, provider_titles.movie_title
        from {{ ref('match_groups') }} as match_groups
        inner join {{ ref('provider_titles') }} as provider_titles on match_groups.title_id = provider_titles.title_id
        where not provider_titles.is_alias
    ),

    decoded as (select *, {{ decoded_again('movie_title') }} as decoded_title from printed),

    spellings as (
        select half_id as title_id, release_year, text, title_id <> identity_id as is_another
        from {{ ref('match_groups') }}
        union all
        select distinct half_id as title_id, release_year, {{ with_telling_capitals('decoded_title') }} as text, true
        from decoded
        where lower(decoded_title) <> lower(text)
    ),

    variants as (
        select
            spellings.title_id,
            spellings.release_year,
            parts.rule,
            {{ title_variant('parts.part', 'spellings.text') }} as text
        from spellings
        cross join
            (
                values
                    {% for part, variant in title_variants().items() %}
                        ('{{ part }}', '{{ variant[0] }}'){{ ',' if not loop.last }}
                    {% endfor %}
            ) as parts(part, rule)
        where
            (spellings.is_another or {{ may_have_variants('spellings.text') }})
            and (spellings.is_another or parts.part <> 'another spelling')
    ),

    {{ with_match_key('variants', 'keyed') }}

select
    keyed.title_id,
    keyed.release_year,
    keyed.rule,
    keyed.match_key,
    bool_or({{ has_two_words('keyed.bare_key') }}) as has_two_words
from keyed
inner join {{ ref('match_groups') }} as own on keyed.title_id = own.title_id
group by keyed.title_id, keyed.release_year, keyed.rule, keyed.match_key
having
    -- About what was found, not of what is looked for: DuckDB would make every key twice.
    bool_or(keyed.match_key is not null)
    -- "Legacy" behind a colon is the end of many titles.
    and (keyed.rule <> 'last part' or bool_or({{ has_two_words('keyed.bare_key') }}))
    -- match_groups.sql has judged the titles of the same words.
    and (keyed.rule <> 'same words' or bool_or(keyed.match_key <> own.match_key))
