{# The rules that a staging model noted, by column (empty while dbt parses). #}
{% macro rules_of(model) -%}
    {%- set node = graph.nodes.get('model.movies.' ~ model, {}) if execute else {} -%}
    {{ return(node.get('config', {}).get('meta', {})) }}
{%- endmacro %}

{# Does the column hold a text that its rule does not take? A figure that is not there is not taken, and no error. #}
{% macro is_unsound(column, rule) -%}
    case
        when {{ rule.sound }} then false
        else {{ 'true' if rule.rejects == 'row' else 'not ' ~ is_missing(column) }}
    end
{%- endmacro %}
