{#
    Pairs of names that a rule brings together, each once, by its surest rule. `same_as` is the name that the earlier
    provider has. Of names that are one film already, the first stands for all. Joins are on equal keys only.
#}
{% set rules = matching_rules().keys() | list %}
{% set neighbours = rules.index('year off by one') %}

with

-- No column more than is needed: a million names wait in memory to be joined.
whole as (
    select
        film_id,
        first_named_by,
        {{ knows_apart() | join(', ') }},
        release_year,
        words,
        has_two_words
    from {{ ref('compared_names') }}
    where is_compared
),

-- Of a text in which one letter is changed, added or left out, the first or the last half stays.
halves as (
    select
        whole.*,
        {{ replace_matches('words', '[^0-9]+', ' ') }} as numbers,
        sides.place,
        case sides.place
            when 'start' then substr(words, 1, cast(floor((length(words) - sides.fewer) / 2.0) as integer))
            else substr(words, length(words) - cast(floor((length(words) - sides.fewer) / 2.0) as integer) + 1)
        end as half
    from whole
    cross join (values ('start', 0), ('start', 1), ('end', 0), ('end', 1)) as sides (place, fewer)
    where {{ matches('words', '\\A[a-z0-9]{12,}\\z') }}
),

-- Whole names besides their parts, for the rule that takes both.
named as (
    select film_id, first_named_by, {{ knows_apart() | join(', ') }}, release_year, words, has_two_words, rule
    from {{ ref('name_parts') }}
    union all
    select film_id, first_named_by, {{ knows_apart() | join(', ') }}, release_year, words, has_two_words, {{ neighbours }} as rule
    from whole
),

pairs as (
    select
        {{ pair_of('named', 'whole', 'case when named.release_year = whole.release_year then named.rule else ' ~ neighbours ~ ' end') }}
    from named
    inner join whole on named.words = whole.words and abs(named.release_year - whole.release_year) <= 1
    where named.film_id <> whole.film_id
        and case
            when named.release_year = whole.release_year then named.rule <> {{ neighbours }}
            when named.rule not in ({{ rules.index('other name') }}, {{ neighbours }}) then false
            -- Of two films in a row with one short title, one may be a remake.
            when named.rule = {{ neighbours }} and length(named.words) >= 9
                and {{ title_of('named.film_id') }} = {{ title_of('whole.film_id') }} then true
            else named.has_two_words and whole.has_two_words
        end
    union all
    select
        {{ pair_of('one', 'other', rules.index('one letter')) }}
    from halves as one
    inner join halves as other
        on one.half = other.half and one.place = other.place
        and one.release_year = other.release_year and one.numbers = other.numbers
    where one.film_id < other.film_id and {{ one_letter_apart('one.words', 'other.words') }}
),

turned as (
    select
        *,
        other_rank < one_rank or (other_rank = one_rank and other < one) as other_is_first
    from pairs
)

select
    case when other_is_first then one else other end as film_id,
    case when other_is_first then other else one end as same_as,
    min(rule) as rule,
    apart
from turned
group by 1, 2, apart
