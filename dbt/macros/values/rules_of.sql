{# The rules that a staging model noted, by column (empty while dbt parses). #}
{% macro rules_of(model) -%}
    {%- set node = graph.nodes.get('model.movies.' ~ model, {}) if execute else {} -%}
    {{ return(node.get('config', {}).get('meta', {})) }}
{%- endmacro %}
