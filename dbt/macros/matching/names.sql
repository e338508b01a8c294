{# Does one provider have both of two names? Then they are two films to it. #}
{% macro named_by_both(one, other) -%}
    ({% for each in films_named_by() %}{{ one }}.{{ each }} and {{ other }}.{{ each }}{{ ' or ' if not loop.last }}{% endfor %})
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
