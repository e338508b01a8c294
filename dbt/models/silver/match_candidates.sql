{#
    Pairs of names that a rule brings together, and what became of each. A pair is taken when it is, by the surest rule that
    reaches either name, the only one of both; a false match then needs a coincidence.
#}
{% set rules = matching_rules().keys() | list %}

with

ordered as (
    select * from {{ ref('name_pairs') }}
),

ends as (
    select film_id, rule from ordered where apart is null
    union all
    select same_as as film_id, rule from ordered where apart is null
),

surest as (
    select
        film_id,
        min(rule) as rule
    from ends
    group by film_id
),

chances as (
    select
        ends.film_id,
        ends.rule,
        count(*) as pairs
    from ends
    inner join surest on ends.film_id = surest.film_id and ends.rule = surest.rule
    group by ends.film_id, ends.rule
),

judged as (
    select
        film_id,
        head as same_as,
        {{ rules.index('same words') }} as rule,
        coalesce(apart, 'taken') as verdict
    from {{ ref('compared_names') }}
    where film_id <> head
    union all
    select
        ordered.film_id,
        ordered.same_as,
        ordered.rule,
        case
            when ordered.apart is not null then ordered.apart
            when mine.film_id is null or theirs.film_id is null then 'a surer pair exists'
            when mine.pairs > 1 or theirs.pairs > 1 then 'not the only pair'
            {% for rule, about in matching_rules().items() if not about.taken %}
            when ordered.rule = {{ rules.index(rule) }} then 'not sure enough'
            {% endfor %}
            else 'taken'
        end as verdict
    from ordered
    left join chances as mine on ordered.film_id = mine.film_id and ordered.rule = mine.rule
    left join chances as theirs on ordered.same_as = theirs.film_id and ordered.rule = theirs.rule
)

select
    judged.film_id,
    names.title,
    names.release_year,
    judged.same_as,
    others.title as other_title,
    others.release_year as other_year,
    case judged.rule {% for rule in rules %}when {{ loop.index0 }} then '{{ rule }}' {% endfor %}end as rule,
    judged.verdict
from judged
inner join {{ ref('film_names') }} as names on judged.film_id = names.film_id
inner join {{ ref('film_names') }} as others on judged.same_as = others.film_id
