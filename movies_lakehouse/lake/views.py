"""An Iceberg table as DuckDB SQL: its current files; by field id where columns were added or renamed since."""

from collections.abc import Callable, Iterable
from pathlib import Path

from pyiceberg.table import Table

from movies_lakehouse.lake.types import duckdb_type


def view_sql(table: Table, local_file: Callable[[str], Path]) -> str:
    """A query with the rows of the table's current snapshot; `local_file` has what is at a location on this machine."""
    files = [local_file(task.file.file_path) for task in table.scan().plan_files()]
    return read_files(table, files) if files else no_rows(table)


def row_count(table: Table) -> int:
    """Rows of a table as its newest snapshot records them; nothing is read."""
    snapshot = table.current_snapshot()
    return int(snapshot.summary["total-records"] or 0) if snapshot and snapshot.summary else 0


def quoted(path: Path | str) -> str:
    """A path inside an SQL literal."""
    return str(path).replace("'", "''")


def parquet(files: Iterable[Path | str], options: str = "") -> str:
    """Parquet files as a table in SQL; `options` of read_parquet begin with a comma."""
    paths = ", ".join(f"'{quoted(path)}'" for path in files)
    # Else DuckDB takes a folder like `movie_title=X`, anywhere above a file, for a column of it.
    return f"read_parquet([{paths}], hive_partitioning = false{options})"


def read_files(table: Table, files: list[Path]) -> str:
    if written_alike(table):
        # Reading by field id would give the same, on one core instead of all.
        names = ", ".join(f'"{field.name}"' for field in table.schema().fields)
        return f"select {names} from {parquet(files)}"
    columns = ", ".join(
        f"{field.field_id}: {{name: '{field.name}', type: '{duckdb_type(field.field_type)}', default_value: NULL}}"
        for field in table.schema().fields
    )
    return f"select * from {parquet(files, f', schema = MAP {{{columns}}}')}"


def written_alike(table: Table) -> bool:
    """Whether every current file was written with the table's present columns."""
    snapshot = table.current_snapshot()
    if len(table.metadata.schemas) == 1 or not snapshot or not snapshot.summary:
        return True
    all_new = snapshot.summary["added-data-files"] == snapshot.summary["total-data-files"]
    return all_new and snapshot.schema_id == table.schema().schema_id


def file_with_ids(query: str, path: Path, ids: dict[str, int]) -> str:
    """A statement that writes a query's rows into a Parquet file, its columns under these field ids of Iceberg."""
    numbered = ", ".join(f'"{name}": {number}' for name, number in ids.items())
    return f"copy ({query}) to '{quoted(path)}' (format parquet, compression snappy, field_ids {{{numbered}}})"


def no_rows(table: Table) -> str:
    columns = ", ".join(
        f'cast(null as {duckdb_type(field.field_type)}) as "{field.name}"' for field in table.schema().fields
    )
    return f"select {columns} where false"
