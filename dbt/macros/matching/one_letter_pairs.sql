{#
    Pairs of titles of a year whose keys differ by one letter changed, added or left out, as a relation: then the first
    or the last half of the key stays, which is what they are joined by.
#}
{% macro one_letter_pairs(whole_titles) -%}
    (
        with

            half_keys as (
                select
                    whole_titles.title_id,
                    whole_titles.release_year,
                    whole_titles.match_key,
                    {{ replace_matches('match_key', '[^0-9]+', ' ') }} as numbers,
                    halves.side,
                    case
                        halves.side
                        when 'start'
                        then substr(match_key, 1, {{ half_of('halves.fewer') }})
                        else substr(match_key, length(match_key) - {{ half_of('halves.fewer') }} + 1)
                    end as half_key
                from {{ whole_titles }} as whole_titles
                cross join (values ('start', 0), ('start', 1), ('end', 0), ('end', 1)) as halves(side, fewer)
                where {{ matches('match_key', '\\A[a-z0-9]{12,}\\z') }}
            )

        select half_keys.title_id as left_id, others.title_id as right_id, 'one letter' as rule
        from half_keys
        inner join
            half_keys as others
            on half_keys.half_key = others.half_key
            and half_keys.side = others.side
            and half_keys.release_year = others.release_year
            and half_keys.numbers = others.numbers
        where half_keys.title_id < others.title_id and {{ one_letter_apart('half_keys.match_key', 'others.match_key') }}
    )
{%- endmacro %}

{% macro half_of(fewer) -%}
    cast(floor((length(match_key) - {{ fewer }}) / 2.0) as integer)
{%- endmacro %}
