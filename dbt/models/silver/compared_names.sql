{#
    Names that some provider does not use, by the words that they are compared by: only these can be half of a match, since
    two names that one provider has are two films to it. Names of the same words and year are one film, unless two of them
    are known apart.
#}
{% set providers = films_named_by().keys() | list %}

with

names as (
    select
        *,
        case {% for each in providers %}when {{ each }} then {{ loop.index }} {% endfor %}end as first_named_by,
        -- The rules know an article or "LA" by its capitals, which a title in capitals does not tell.
        case when title = upper(title) then lower(title) else title end as text
    from {{ ref('film_names') }}
    -- A name that only movie_aliases.csv knows was given to keep a film by itself.
    where not (({{ providers | join(' and ') }}) or only_by_alias)
),

{{ compared_from('names', 'compared') }},

grouped as (
    select
        *,
        {% for each in knows_apart() %}
        count(case when {{ each }} then 1 end) over (partition by words, release_year) as {{ each }}_names,
        {% endfor %}
        first_value(film_id) over (partition by words, release_year order by first_named_by, film_id) as head
    from compared
    where words is not null
),

judged as (
    select
        *,
        case {% for each, says in knows_apart().items() %}when {{ each }}_names > 1 then '{{ says }}' {% endfor %}end as apart
    from grouped
)

select
    film_id,
    text,
    release_year,
    words,
    {{ has_two_words('bare_key') }} as has_two_words,
    first_named_by,
    apart,
    head,
    -- Of names that are one film already, the first stands for all.
    apart is not null or film_id = head as is_compared,
    {% for each in knows_apart() %}
    case when apart is null then {{ each }}_names > 0 else {{ each }} end as {{ each }}{{ ',' if not loop.last }}
    {% endfor %}
from judged
