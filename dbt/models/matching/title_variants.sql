{# What another provider may print of a title: its parts, by the words that they are compared by, each with its rule. #}
with

    variants as (
        select
            titles.title_id,
            titles.provider_rank,
            titles.cannot_link,
            titles.release_year,
            parts.rule,
            {{ title_variant('parts.part', 'titles.text') }} as text
        from {{ ref('match_keys') }} as titles
        cross join
            (
                values
                    {% for part, (rule, _, _) in title_variants().items() %}
                        ('{{ part }}', '{{ rule }}'){{ ',' if not loop.last }}
                    {% endfor %}
            ) as parts(part, rule)
        where titles.is_representative
    ),

    found as (select * from variants where text is not null),

    {{ with_match_key('found', 'keyed') }}

select
    title_id,
    provider_rank,
    cannot_link,
    release_year,
    rule,
    match_key,
    {{ has_two_words('bare_key') }} as has_two_words
from keyed
-- "Legacy" behind a colon is the end of many titles.
where rule <> 'last part' or {{ has_two_words('bare_key') }}
