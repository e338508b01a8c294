{#
    On Trino deliveries go on arriving in bronze while a build reads it: with the variable `bronze_snapshots` (table ->
    snapshot, null before the first) every model and test of the build sees the same rows. On DuckDB views see to that.
#}
{% macro source(source_name, table_name) -%}
    {%- set relation = builtins.source(source_name, table_name) -%}
    {%- set snapshots = var('bronze_snapshots', none) if execute else none -%}
    {%- if snapshots is none -%}
        {{ return(relation) }}
    {%- elif snapshots.get(table_name) is none -%}
        {{ return('(select * from ' ~ relation ~ ' where false)') }}
    {%- endif -%}
    {{ return(relation ~ ' for version as of ' ~ snapshots[table_name]) }}
{%- endmacro %}
