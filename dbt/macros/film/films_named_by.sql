{#
    Who names films: provider -> the staging model with its films. A film's title is spelled as in the first that has it.
    A new provider is one line here, and one join in gold.movies_unified.
#}
{% macro films_named_by() -%}
    {{ return({
        'critic_agg': 'stg_critic_agg',
        'audience_pulse': 'stg_audience_pulse',
        'box_office': 'stg_box_office',
    }) }}
{%- endmacro %}
