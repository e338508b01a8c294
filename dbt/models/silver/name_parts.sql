{# Parts of names that may be all that another provider prints, by the words that they are compared by. #}
{% set rules = matching_rules().keys() | list %}

with

parts as (
    select
        names.film_id,
        names.first_named_by,
        {{ knows_apart() | join(', ') }},
        names.release_year,
        parts.rule,
        {{ title_part('parts.part', 'names.text') }} as text
    from {{ ref('compared_names') }} as names
    cross join (
        values {% for part, (rule, _, _) in title_parts().items() %}('{{ part }}', {{ rules.index(rule) }}){{ ', ' if not loop.last }}{% endfor %}
    ) as parts (part, rule)
    where names.is_compared
),

told as (
    select * from parts where text is not null
),

{{ compared_from('told', 'compared') }}

select
    film_id,
    first_named_by,
    {{ knows_apart() | join(', ') }},
    release_year,
    rule,
    words,
    {{ has_two_words('bare_key') }} as has_two_words
from compared
-- "Legacy" behind a colon is the end of many titles.
where rule <> {{ rules.index('last part') }} or {{ has_two_words('bare_key') }}
