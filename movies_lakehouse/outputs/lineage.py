"""The way back of a column: the columns of silver and bronze that it is computed from, and the delivered files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ingest.bronze.tables import create_tables
from ingest.common.errors import MoviesError
from ingest.common.settings import settings
from ingest.common.suggestions import did_you_mean
from ingest.contracts import Table
from movies_lakehouse.build import column_lineage
from movies_lakehouse.build.column_lineage import DIALECTS, Sources, bronze_columns
from movies_lakehouse.build.dbt_runner import compiled
from movies_lakehouse.build.duckdb_engine import DuckdbEngine
from movies_lakehouse.lake.embedded import EmbeddedLake
from movies_lakehouse.lake.lake import Lake
from movies_lakehouse.lake.renames import hint

FILES_SHOWN = 10


@dataclass(frozen=True)
class Step:
    """A column as layer.table.column, the columns that it is computed from, and of a bronze one the files with it."""

    column: str
    sources: list["Step"] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)


def of_project(work: Path, tables: Mapping[str, Table]) -> Sources:
    """The sources of every column of silver and gold; MoviesError when dbt cannot compile the project."""
    if known := column_lineage.remembered(work, DuckdbEngine.target):
        return known
    with TemporaryDirectory() as folder:
        # Without any delivery: every table has its columns all the same.
        lake = EmbeddedLake(settings(folder, "embedded"))
        create_tables(lake.catalog, tables)
        engine = DuckdbEngine(lake, tables)
        with engine.open():
            models = compiled(engine.dbt_folder, engine.target)
        sources = column_lineage.read(models, bronze_columns(tables), DIALECTS[engine.target])
    work.mkdir(parents=True, exist_ok=True)
    column_lineage.remember(work, DuckdbEngine.target, sources)
    return sources


def columns_named(name: str, sources: Sources, tables: Mapping[str, Table]) -> list[str]:
    """Columns by the name of one, as layer.table.column, or of its table. MoviesError: there is no such."""
    known: dict[str, list[str]] = {}
    bronze = [f"{table}.{column}" for table, columns in bronze_columns(tables).items() for column in columns]
    for column in [*sources, *bronze]:
        known.setdefault(column.rpartition(".")[0], []).append(column)
    if name in known:
        return known[name]
    table, _, column = name.rpartition(".")
    if table not in known:
        wanted = table if name.count(".") == 2 else name
        raise MoviesError(f"lineage: there is no table {wanted!r}{hint(wanted)}; {did_you_mean(wanted, known)}")
    if name not in known[table]:
        columns = [each.rpartition(".")[2] for each in known[table]]
        raise MoviesError(f"lineage: {table} has no column {column!r}; {did_you_mean(column, columns)}")
    return [name]


def way_back(lake: Lake, columns: Iterable[str], sources: Sources) -> list[Step]:
    """The way back of each column, down to the files that bronze has now."""
    files = files_by_table(lake)

    def step(column: str) -> Step:
        layer, table, _ = column.split(".")
        below = [step(source) for source in sources.get(column, [])]
        return Step(column, below, files.get(table, []) if layer == "bronze" else [])

    return [step(column) for column in columns]


def files_by_table(lake: Lake) -> dict[str, list[dict[str, Any]]]:
    """Files with rows in each bronze table, the newest first; of a file that came again its newest version."""
    if ("bronze", "deliveries") not in lake.table_names():
        return {}
    found: dict[str, list[dict[str, Any]]] = {}
    for row in lake.rows("""
        with newest_first as (
            select *, row_number() over (partition by table_name, file order by loaded_at desc) as place
            from bronze.deliveries where status = 'loaded'
        )
        select table_name, file, "rows", delivered_on, loaded_at from newest_first where place = 1
        order by table_name, coalesce(delivered_on, cast(loaded_at as date)) desc, loaded_at desc, file
    """):
        found.setdefault(row.pop("table_name"), []).append(row)
    return found


def lines(step: Step, depth: int = 0) -> list[str]:
    """The way back as lines to read, each level further in."""
    indent = "  " * depth
    told = [f"{indent}{step.column}"]
    for source in step.sources:
        told += lines(source, depth + 1)
    for file in step.files[:FILES_SHOWN]:
        told.append(f"{indent}  {file['file']}: {file['rows']:,} rows, loaded {file['loaded_at']:%Y-%m-%d %H:%M} UTC")
    if (more := len(step.files) - FILES_SHOWN) > 0:
        told.append(f'{indent}  and {more} older files: movies query "select * from bronze.deliveries"')
    if step.column.startswith("bronze.") and not step.files:
        told.append(f"{indent}  no file delivered")
    return told
