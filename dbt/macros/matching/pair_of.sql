{# The columns of a pair of titles: both, the rank of the first provider of each, and if cannot_link.csv has both. #}
{% macro pair_of(left, right) -%}
    {{ left }}.title_id as left_id,
    {{ left }}.provider_rank as left_rank,
    {{ right }}.title_id as right_id,
    {{ right }}.provider_rank as right_rank,
    {{ left }}.cannot_link and {{ right }}.cannot_link as cannot_link
{%- endmacro %}
