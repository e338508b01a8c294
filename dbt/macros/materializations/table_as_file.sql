{#
    On DuckDB a table is a Parquet file and a view over it. The file carries Iceberg's field ids, so that publishing
    only has to register it: every row is written once, and what is built needs no room in memory.
#}
{% materialization table, adapter='duckdb' %}
    {%- set target_relation = this.incorporate(type='view') -%}
    {%- set query = sql -%}
    {%- if config.get('contract').enforced -%}
        {{ get_assert_columns_equivalent(sql) }}
        {%- set query = get_select_subquery(sql) -%}
    {%- endif -%}

    {%- set ids = [] -%}
    {%- for column in get_column_schema_from_query(query) -%}
        {#- Parquet has no whole numbers of that size: DuckDB would write floating-point ones and say nothing. -#}
        {%- if column.dtype in ['HUGEINT', 'UHUGEINT'] -%}
            {%- do exceptions.raise_compiler_error(
                'column ' ~ column.name ~ ' is ' ~ column.dtype ~ ', which Iceberg lacks; cast it in the model'
            ) -%}
        {%- endif -%}
        {%- do ids.append(adapter.quote(column.name) ~ ': ' ~ loop.index) -%}
    {%- endfor -%}
    {%- set folder = env_var('MOVIES_BUILD_FOLDER', 'target/build') -%}
    {%- set file = folder ~ '/' ~ this.schema ~ '.' ~ this.identifier ~ '.parquet' -%}
    {%- set literal = "'" ~ file | replace("'", "''") ~ "'" -%}

    {{ run_hooks(pre_hooks) }}
    {% call statement('main') -%}
        copy ({{ query }}) to {{ literal }} (format parquet, compression snappy, field_ids { {{ ids | join(', ') }} })
    {%- endcall %}
    {#- Else DuckDB takes a folder like `movie_title=X`, anywhere above the file, for a column of it. -#}
    {%- set rows = 'read_parquet(' ~ literal ~ ', hive_partitioning = false)' -%}
    {% call statement('view') -%}
        create or replace view {{ target_relation }} as select * from {{ rows }}
    {%- endcall %}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
