{#
    The columns of a pair of titles: both, the rank of the first provider of each, and why they cannot be one movie, if
    so.
#}
{% macro pair_of(left, right) -%}
    {{ left }}.title_id as left_id,
    {{ left }}.provider_rank as left_rank,
    {{ right }}.title_id as right_id,
    {{ right }}.provider_rank as right_rank,
    {{ cannot_link_reason(left, right) }} as cannot_link_reason
{%- endmacro %}
