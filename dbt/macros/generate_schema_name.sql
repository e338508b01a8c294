{# A schema is named as its layer, without dbt's prefix of the target: gold is `gold` on every runtime. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}
