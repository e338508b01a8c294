{#
    What a staging model says of movies: its described columns without title, ids and origin (empty while dbt parses).
#}
{% macro figures_of(model) -%}
    {%- set node = graph.nodes.get('model.movies.' ~ model, {}) if execute else {} -%}
    {%- set figures, others = [], ['title_id', 'movie_title', 'release_year'] + identifier_columns() -%}
    {%- for column in node.get('columns', {}) -%}
        {%- if column not in others and not column.startswith('_') -%}
            {%- do figures.append(column) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(figures) }}
{%- endmacro %}
