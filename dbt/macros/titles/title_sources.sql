{#
    Who names movies: provider -> the staging model with its titles. A movie is spelled as the first of them spells it.
    A new provider is one line here, and one join in gold.movies_unified.
#}
{% macro title_sources() -%}
    {{ return({
        'critic_agg': 'stg_critic_agg',
        'audience_pulse': 'stg_audience_pulse',
        'box_office': 'stg_box_office',
    }) }}
{%- endmacro %}
