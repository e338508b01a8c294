{#
    On Trino a seed is made or replaced by one statement: dbt-trino's own would drop it, create it and insert its rows,
    each of which is a commit. Every cell is text (dbt_project.yml).
#}
{% materialization seed, adapter='trino' %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set lines = load_agate_table() -%}
    {#- dbt counts the rows in its log. -#}
    {%- do store_result('agate_table', response='OK', agate_table=lines) -%}
    {%- set rows = [] -%}
    {%- for line in lines.rows -%}
        {%- set cells = [] -%}
        {%- for cell in line -%}
            {%- do cells.append('null' if cell is none else "'" ~ cell | replace("'", "''") ~ "'") -%}
        {%- endfor -%}
        {%- do rows.append('(' ~ cells | join(', ') ~ ')') -%}
    {%- endfor -%}
    {%- set no_row = '(' ~ (['null'] * (lines.column_names | length)) | join(', ') ~ ')' -%}

    {{ run_hooks(pre_hooks) }}
    {% call statement('main') -%}
        create or replace table {{ target_relation }} as
        select
            {% for name in lines.column_names %}
            cast({{ name }} as varchar) as {{ name }}{{ ',' if not loop.last }}
            {% endfor %}
        from (values {{ rows | join(', ') or no_row }}) as lines ({{ lines.column_names | join(', ') }})
        {{ 'where false' if not rows }}
    {%- endcall %}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
