{#
    One row a film that anybody names, spelled as by the first provider that has it.
#}
{% set films = films_named_by().values() | list %}

select
    coalesce({% for each in films %}{{ each }}.movie_id{{ ', ' if not loop.last }}{% endfor %}) as movie_id,
    coalesce({% for each in films %}{{ each }}.movie_title{{ ', ' if not loop.last }}{% endfor %}) as title,
    coalesce({% for each in films %}{{ each }}.release_year{{ ', ' if not loop.last }}{% endfor %}) as release_year
from {{ ref(films[0]) }} as {{ films[0] }}
{% for each in films[1:] %}
full outer join {{ ref(each) }} as {{ each }}
    on {{ each }}.movie_id = coalesce({% for before in films[:loop.index] %}{{ before }}.movie_id{{ ', ' if not loop.last }}{% endfor %})
{% endfor %}
