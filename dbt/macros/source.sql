{#
    On Trino deliveries go on arriving in bronze while a build reads it: with the variable `bronze_snapshots` (table ->
    snapshot, null before the first) every model and test of the build sees the same rows. On DuckDB views see to that.
#}
{% macro source(source_name, table_name) -%}
    {%- set relation = builtins.source(source_name, table_name) -%}
    {%- set snapshots = var('bronze_snapshots', none) if execute else none -%}
    {%- if snapshots is not none and snapshots.get(table_name) is none -%}
        {{ return('(select * from ' ~ relation ~ ' where false)') }}
    {%- endif -%}
    {%- set rows = relation if snapshots is none else relation ~ ' for version as of ' ~ snapshots[table_name] -%}
    {%- set adopted = var('adopted', {}).get(table_name) if execute else none -%}
    {{ return(with_adopted(rows, adopted) if adopted else rows) }}
{%- endmacro %}

{#
    Rows of bronze in which a column that the contract has gained holds also what was delivered of it before, which is
    in `_extra` under the header that it had. `columns` are all of the table, each with such headers.
#}
{% macro with_adopted(rows, columns) -%}
    {%- set values = [] -%}
    {%- for column, headers in columns.items() -%}
        {%- set texts = [column] -%}
        {%- for header in headers -%}
            {%- do texts.append(text_in_json('_extra', header)) -%}
        {%- endfor -%}
        {%- do values.append(column if not headers else 'coalesce(' ~ texts | join(', ') ~ ') as ' ~ column) -%}
    {%- endfor -%}
    {{ return('(select ' ~ values | join(', ') ~ ' from ' ~ rows ~ ')') }}
{%- endmacro %}
