{#
    Each title beside the first, by provider, that has the same id, and why the two are not one movie all the same:
    another of their ids differs, or cannot_link.csv lists both.
#}
{% set ids = identifier_columns() | join(', ') %}

with

    identified as (
        select title_id, provider_rank, cannot_link, {{ ids }}
        from {{ ref('titles') }}
        -- A title that only movie_aliases.csv knows was given to keep a movie by itself.
        where coalesce({{ ids }}) is not null and not only_by_alias
    ),

    pairs as (
        {% for id in identifier_columns() %}
            select
                title_id,
                first_value(title_id) over (partition by {{ id }} order by provider_rank, title_id) as first_id
            from identified
            where {{ id }} is not null {{ 'union' if not loop.last }}
        {% endfor %}
    )

select
    pairs.title_id,
    pairs.first_id,
    case
        when {{ have_different_ids('titles', 'firsts') }}
        then 'different identifiers'
        when titles.cannot_link and firsts.cannot_link
        then 'cannot link'
    end as cannot_link_reason
from pairs
inner join identified as titles on pairs.title_id = titles.title_id
inner join identified as firsts on pairs.first_id = firsts.title_id
where pairs.title_id <> pairs.first_id
