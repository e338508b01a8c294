{#
    On Trino a table is made or replaced by one statement, with a contract too: dbt-trino's own would make such a table
    empty and then fill it, and compare types without their precision.
#}
{% materialization table, adapter='trino' %}
    {%- set target_relation = this.incorporate(type='table') -%}

    {{ run_hooks(pre_hooks) }}
    {% call statement('main') -%}
        {{ create_table_as(false, target_relation, sql) }}
    {%- endcall %}
    {%- if config.get('contract').enforced -%}
        {%- do raise_on_other_columns(target_relation, model.columns.values()) -%}
    {%- endif -%}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{# Also what dbt makes for unit tests; made twice, by a client that missed the first answer, it is no error. #}
{% macro trino__create_table_as(temporary, relation, sql, on_exists=none) -%}
    create or replace table {{ relation }} as
    {{ sql }}
{%- endmacro %}

{# An error unless the relation has the promised columns with their full types, in their order. #}
{% macro raise_on_other_columns(relation, columns) -%}
    {%- set promised, built = [], [] -%}
    {%- for column in columns -%}
        {%- do promised.append(column.name ~ ' ' ~ column.data_type) -%}
    {%- endfor -%}
    {%- for column in adapter.get_columns_in_relation(relation) -%}
        {%- do built.append(column.name ~ ' ' ~ column.data_type) -%}
    {%- endfor -%}
    {%- if built != promised -%}
        {%- do exceptions.raise_compiler_error(
            'only in the model: ' ~ (built | reject('in', promised) | join(', ') or 'nothing')
            ~ '; only in its contract: ' ~ (promised | reject('in', built) | join(', ') or 'nothing')
            ~ '; the order must be the same'
        ) -%}
    {%- endif -%}
{%- endmacro %}
