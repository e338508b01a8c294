{#
    Pairs of titles of a year whose keys differ by one letter changed, added or left out, or two that changed places, as
    a relation. What differs lies within one of a few gaps, so what stands around it is equal, which is what they are
    joined by: from the start and from the end of the shorter key, since one may be a letter longer. Two letters may
    have changed places across the end of a gap, which therefore takes in the letter behind it. With fewer gaps more
    pairs are compared, which is dear; with more of them every key is joined more often.
#}
{% macro one_letter_pairs(whole_titles) -%}
    {%- set gaps = 4 -%}
    (
        with

            long_keys as (
                select
                    title_id,
                    {{ hash_of('title_id') }} as title_hash,
                    release_year,
                    match_key,
                    length(match_key) as letters,
                    {{ replace_matches('match_key', '[^0-9]+', ' ') }} as numbers
                from {{ whole_titles }}
                where {{ matches('match_key', '\\A[a-z0-9]{12,}\\z') }}
            ),

            with_gaps as (
                select
                    long_keys.*,
                    gaps.fewer,
                    gaps.gap,
                    letters - gaps.fewer as shorter,
                    {{ letters_before('gaps.gap', gaps) }} as letters_before,
                    greatest(
                        letters - gaps.fewer - {{ letters_before('(gaps.gap + 1)', gaps) }} - 1, 0
                    ) as letters_behind
                from long_keys
                cross join
                    (
                        values
                            {% for gap in range(gaps) %}
                                ({{ gap }}, 0), ({{ gap }}, 1){{ ',' if not loop.last }}
                            {% endfor %}
                    ) as gaps(gap, fewer)
            ),

            with_texts as (
                select
                    title_hash,
                    fewer,
                    substr(match_key, 1, letters_before) as before,
                    substr(match_key, letters - letters_behind + 1) as behind,
                    cast(shorter as varchar) as shorter,
                    cast(release_year as varchar) as year,
                    numbers
                from with_gaps
            ),

            -- Numbers instead of texts: all keys wait in memory, several times each.
            around_gaps as (
                select
                    title_hash,
                    fewer,
                    {{ hash_of("concat_ws('-', before, behind, shorter, year, numbers)") }} as around_hash
                from with_texts
            ),

            alike as (
                select distinct around_gaps.title_hash, others.title_hash as other_hash
                from around_gaps
                inner join around_gaps as others on around_gaps.around_hash = others.around_hash
                where around_gaps.title_hash < others.title_hash and around_gaps.fewer + others.fewer <= 1
            )

        select long_keys.title_id as left_id, others.title_id as right_id, 'one letter' as rule
        from alike
        inner join long_keys on alike.title_hash = long_keys.title_hash
        inner join long_keys as others on alike.other_hash = others.title_hash
        -- Two texts may have one hash. As a case, or engines would join all titles of a year.
        where
            case
                when long_keys.release_year = others.release_year and long_keys.numbers = others.numbers
                then {{ one_letter_apart('long_keys.match_key', 'others.match_key') }}
                else false
            end
    )
{%- endmacro %}

{# How many letters of the shorter key stand before a gap. #}
{% macro letters_before(gap, gaps) -%}
    cast(floor((letters - gaps.fewer) * {{ gap }} / {{ gaps }}.0) as integer)
{%- endmacro %}
