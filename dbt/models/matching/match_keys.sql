{#
    The titles that can be half of a match, by the words that they are compared by. A title that every provider uses
    cannot: each has it, so another one is another movie. Titles of the same words and year are one movie unless two of
    them cannot be linked; the first of them, by provider, represents them all in what follows.
#}
{% set providers = title_sources().keys() | list %}

with

    comparable as (
        select
            *,
            case {% for each in providers %} when {{ each }} then {{ loop.index }} {% endfor %} end as provider_rank,
            -- The rules know an article or "LA" by its capitals, which a title in capitals does not tell.
            case when title = upper(title) then lower(title) else title end as text
        from {{ ref('titles') }}
        -- A title that only movie_aliases.csv knows was given to keep a movie by itself.
        where not (({{ providers | join(' and ') }}) or only_by_alias)
    ),

    {{ with_match_key('comparable', 'keyed') }},

    grouped as (
        select
            *,
            {% for each in cannot_link_columns() %}
                count(case when {{ each }} then 1 end) over (partition by match_key, release_year) as {{ each }}_titles,
            {% endfor %}
            first_value(title_id) over (
                partition by match_key, release_year order by provider_rank, title_id
            ) as representative_id
        from keyed
        where match_key is not null
    ),

    judged as (
        select
            *,
            case
                {% for each, reason in cannot_link_columns().items() %}
                    when {{ each }}_titles > 1 then '{{ reason }}'
                {% endfor %}
            end as cannot_link_reason
        from grouped
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
    {% for each in cannot_link_columns() %}
        case
            when cannot_link_reason is null then {{ each }}_titles > 0 else {{ each }}
        end as {{ each }}{{ ',' if not loop.last }}
    {% endfor %}
from judged
