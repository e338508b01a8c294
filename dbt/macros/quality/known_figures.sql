{#
    For every figure of silver how many movies have it in the published table (`known_before`), how many of these still
    have it in what was just built (`known_after`), and the file that leaves the others without. Only movies count whose
    provider names them both before and after: one that was merged with another or withdrawn has lost no figure.

    `published` (a variable: silver's tables -> relation, columns) is empty before the first build.
#}
{% macro known_figures() -%}
    {%- set published = var('published', {}) if execute else {} -%}
    {%- set compared = [] -%}
    {%- for provider in title_sources() -%}
        {%- set table = silver_table(provider) -%}
        {%- set built = ref(table) -%}
        {%- set before = published.get(table, {'columns': []}) -%}
        {%- set origins = origins_of_figures(provider, before.columns) -%}
        {%- if origins -%}
            {%- do compared.append(known_figures_of(table, before.relation, built, origins)) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ compared | join('\nunion all\n') or no_known_figures() }}
{%- endmacro %}

{% macro known_figures_of(table, before, built, origins) -%}
    select
        'silver.{{ table }}.' || _column as column_name,
        case _column {% for figure in origins %}when '{{ figure }}' then {{ figure }}_before {% endfor %}end
            as known_before,
        case _column {% for figure in origins %}when '{{ figure }}' then {{ figure }}_after {% endfor %}end
            as known_after,
        case _column {% for figure in origins %}when '{{ figure }}' then {{ figure }}_file {% endfor %}end as file
    from (
        select
            {%- for figure, file in origins.items() %}
            {%- set known = 'before.' ~ figure ~ ' is not null and now.' ~ file ~ ' is not null' %}
            count(case when {{ known }} then 1 end) as {{ figure }}_before,
            count(case when {{ known }} and now.{{ figure }} is not null then 1 end) as {{ figure }}_after,
            max(case when {{ known }} and now.{{ figure }} is null then now.{{ file }} end) as {{ figure }}_file
            {{- ',' if not loop.last }}
            {%- endfor %}
        from {{ before }} as before
        inner join {{ built }} as now on before.movie_id = now.movie_id
    ) as counted
    cross join (
        values {% for figure in origins %}('{{ figure }}'){{ ', ' if not loop.last }}{% endfor %}
    ) as figures (_column)
{%- endmacro %}

{% macro no_known_figures() -%}
    select '' as column_name, 0 as known_before, 0 as known_after, '' as file
    where false
{%- endmacro %}

{#
    A provider's figures that its published table has as well, each with the column that says which file the movie's row
    is from: null where the table that has the figure does not name the movie.
#}
{% macro origins_of_figures(provider, published) -%}
    {%- set origins = {} -%}
    {%- set node = graph.nodes.get('model.movies.' ~ silver_table(provider), {}) if execute else {} -%}
    {%- for table, owner in title_tables().items() if owner == provider -%}
        {%- set own = table | replace(provider, '', 1) ~ '_file' -%}
        {%- set file = own if own in node.get('columns', {}) else '_file' -%}
        {%- for figure in figures_of('stg_' ~ table) if figure in published and figure in node.get('columns', {}) -%}
            {%- do origins.update({figure: file}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(origins) }}
{%- endmacro %}
