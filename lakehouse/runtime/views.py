"""An Iceberg table as DuckDB SQL: its current files, read by field id, so that added and renamed columns are right."""

from pathlib import Path

from pyiceberg.table import Table

from lakehouse.runtime.types import duckdb_type


def view_sql(table: Table) -> str:
    """A query with the rows of the table's current snapshot and exactly its columns and types."""
    files = [local_path(task.file.file_path) for task in table.scan().plan_files()]
    return read_files(table, files) if files else no_rows(table)


def row_count(table: Table) -> int:
    """Rows of a table as its newest snapshot records them; nothing is read."""
    snapshot = table.current_snapshot()
    return int(snapshot.summary["total-records"] or 0) if snapshot and snapshot.summary else 0


def quoted(path: Path | str) -> str:
    """A path inside an SQL literal."""
    return str(path).replace("'", "''")


def local_path(location: str) -> str:
    return location.removeprefix("file://")


def read_files(table: Table, files: list[str]) -> str:
    columns = ", ".join(
        f"{field.field_id}: {{name: '{field.name}', type: '{duckdb_type(field.field_type)}', default_value: NULL}}"
        for field in table.schema().fields
    )
    paths = ", ".join(f"'{quoted(path)}'" for path in files)
    return f"select * from read_parquet([{paths}], schema = MAP {{{columns}}})"


def no_rows(table: Table) -> str:
    columns = ", ".join(
        f'cast(null as {duckdb_type(field.field_type)}) as "{field.name}"' for field in table.schema().fields
    )
    return f"select {columns} where false"
