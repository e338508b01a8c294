{#
    The columns of a pair of names that a rule brings together: both names with the place of the provider that has each first,
    and whether one provider has both, for then they are two films to it.
#}
{% macro pair_of(one, other, rule) -%}
    {{ one }}.film_id as one,
    {{ one }}.first_named_by as one_rank,
    {{ other }}.film_id as other,
    {{ other }}.first_named_by as other_rank,
    {{ rule }} as rule,
    {% for each in films_named_by() %}({{ one }}.{{ each }} and {{ other }}.{{ each }}){{ ' or ' if not loop.last }}{% endfor %} as apart
{%- endmacro %}

{# A provider's films (of films_named_by) with the movie that each is, and the rule that says so. #}
{% macro matched(films) -%}
    (
        select
            coalesce(same_films.movie_id, films.film_id) as movie_id,
            coalesce(same_films.rule, 'same title and year') as rule,
            films.*
        from {{ ref(films) }} as films
        left join {{ ref('same_films') }} as same_films on films.film_id = same_films.film_id
    )
{%- endmacro %}
