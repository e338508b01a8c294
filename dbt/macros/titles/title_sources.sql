{#
    Who names movies. A movie is spelled as the first of them spells it. A new provider is one line here, and one join
    in gold.movies_unified.
#}
{% macro title_sources() -%}
    {{ return([
        'critic_agg',
        'audience_pulse',
        'box_office',
    ]) }}
{%- endmacro %}

{# The table of silver that has a provider's figures. #}
{% macro silver_table(provider) -%}
    {{ return({'box_office': 'box_office_metrics'}.get(provider, provider)) }}
{%- endmacro %}

{# The tables of those who name movies: table -> provider, each provider's in the order of its contract. #}
{% macro title_tables() -%}
    {%- set tables = {} -%}
    {%- for source in title_sources() -%}
        {%- for table, provider in contract_tables().items() if provider == source -%}
            {%- do tables.update({table: provider}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(tables) }}
{%- endmacro %}

{# Every row that names a movie, as a relation: who names it, where, and in which delivery (table and load). #}
{% macro title_rows(columns) -%}
    (
    {%- for table, provider in title_tables().items() %}
        select
            '{{ provider }}' as provider,
            {{ title_sources().index(provider) + 1 }} as provider_rank,
            '{{ table }}' as table_name,
            {{ loop.index }} as table_rank,
            {{ columns }}
        from {{ ref('stg_' ~ table) }}
        {{ 'union all' if not loop.last }}
    {%- endfor %}
    )
{%- endmacro %}
