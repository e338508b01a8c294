{# The name that a line of a seed means, by its texts of title and year: the film_id of a provider's rows of that name. #}
{% macro film_named(title, year) -%}
    {{ film_id(title_key(trimmed(title)), trimmed(title), trimmed(year)) }}
{%- endmacro %}

{# The title in a film_id, without the year. #}
{% macro title_of(film_id) -%}
    substr({{ film_id }}, 1, length({{ film_id }}) - 5)
{%- endmacro %}

{# Whether a line of a seed gives both. #}
{% macro names_a_film(title, year) -%}
    coalesce({{ trimmed(title) }} <> '' and {{ matches(trimmed(year), '\\A[0-9]{4}\\z') }}, false)
{%- endmacro %}

{#
    Who knows names apart: two names that one of these has are two films. Providers, and never_match.csv. Each is a column
    of film_names, with what is said of such a pair.
#}
{% macro knows_apart() -%}
    {%- set says = {} -%}
    {%- for provider in films_named_by() -%}
        {%- do says.update({provider: 'a provider has both'}) -%}
    {%- endfor -%}
    {%- do says.update({'never_match': 'never match'}) -%}
    {{ return(says) }}
{%- endmacro %}

{#
    The columns of a pair of names that a rule brings together: both names with the place of the provider that has each first,
    and why they are two films for certain, if so.
#}
{% macro pair_of(one, other, rule) -%}
    {{ one }}.film_id as one,
    {{ one }}.first_named_by as one_rank,
    {{ other }}.film_id as other,
    {{ other }}.first_named_by as other_rank,
    {{ rule }} as rule,
    case
        {% for each, says in knows_apart().items() %}
        when {{ one }}.{{ each }} and {{ other }}.{{ each }} then '{{ says }}'
        {% endfor %}
    end as apart
{%- endmacro %}

{# A provider's films (of films_named_by) with the movie that each is, and the rule that says so. #}
{% macro matched(films) -%}
    (
        select
            coalesce(same_films.movie_id, films.film_id) as movie_id,
            coalesce(
                same_films.rule, case when films._alias is null then 'same title and year' else 'alias' end
            ) as rule,
            films.*
        from {{ ref(films) }} as films
        left join {{ ref('same_films') }} as same_films on films.film_id = same_films.film_id
    )
{%- endmacro %}
