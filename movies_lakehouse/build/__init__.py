"""Bronze to published silver and gold: dbt on DuckDB, or on Trino in the stack's own service."""
