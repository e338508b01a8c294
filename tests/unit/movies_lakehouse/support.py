"""Iceberg tables out of SQL, put there as a build puts them, and a contract of a few small tables."""

from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from ingest.common.settings import Settings
from ingest.contracts import Contract
from ingest.contracts.table import Table
from movies_lakehouse.build.duckdb_engine import DuckdbEngine
from movies_lakehouse.build.engine import Build
from movies_lakehouse.build.publish import publish
from movies_lakehouse.build.transform import inputs
from movies_lakehouse.lake.embedded import EmbeddedLake
from movies_lakehouse.lake.iceberg import IcebergLake

Rows = list[dict[str, Any]]


# What a build leaves in gold.builds.
BUILD = Build(models=1, tests=3, published=["gold.movies"])


def new_lake(folder: Path) -> EmbeddedLake:
    return EmbeddedLake(Settings(lake=folder, runtime="embedded", memory="200MB"))


def put(lake: IcebergLake, name: str, query: str, docs: dict[str, str] | None = None) -> bool:
    """Publishes the answer of a query as `name`, layer.table; gives whether that made a snapshot."""
    built = lake.folder / f"{name}.parquet"
    with lake.database() as connection:
        write(connection, query, built)
        return publish(lake, connection, name, built, docs or {})


def write(connection: duckdb.DuckDBPyConnection, query: str, built: Path) -> None:
    """A file as dbt builds it: its field ids count the columns."""
    columns = connection.sql(query).columns
    ids = ", ".join(f'"{column}": {number}' for number, column in enumerate(columns, 1))
    place = str(built).replace("'", "''")
    connection.execute(f"copy ({query}) to '{place}' (format parquet, field_ids {{{ids}}})")


def record(lake: EmbeddedLake, build: Build = BUILD, built_from: str | None = None) -> None:
    """Remembers a good build, of bronze as it is if not said otherwise."""
    engine = DuckdbEngine(lake, {})
    engine.record(build, built_from or inputs(engine, engine.bronze()))


def read(lake: EmbeddedLake, name: str) -> Rows:
    """Rows of a table, sorted; fails when PyIceberg and SQL see different ones, or other columns or types."""
    iceberg, sql = lake.table(name).to_arrow(), lake.sql(f"select * from {name}")
    assert kinds(iceberg) == kinds(sql)
    rows = ordered(sql.to_pylist())
    assert rows == ordered(iceberg.to_pylist())
    return rows


def kinds(table: pa.Table) -> list[tuple[str, str]]:
    return [(field.name, str(field.type).removeprefix("large_")) for field in table.schema]


def ordered(rows: Rows) -> Rows:
    return sorted(rows, key=lambda row: str(list(row.values())))


def snapshots(lake: EmbeddedLake, name: str) -> list[int]:
    """Every snapshot of a table, oldest first."""
    return [snapshot.snapshot_id for snapshot in lake.catalog.load_table(name).snapshots()]


def movies_table(name: str = "movies") -> dict[str, Any]:
    return {
        "files": f"{name}*.csv",
        "format": "csv",
        "key": ["title", "year"],
        "columns": {"title": "Title.", "year": "Year."},
        "date_in_name": "%Y%m%d",
    }


def contract(provider: str, *names: str, cadence: str = "P7D") -> Contract:
    """A provider's contract with tables of these names, or of its own."""
    tables = {name: movies_table(name) for name in names or (provider,)}
    return Contract.model_validate({"provider": provider, "about": "Movies", "cadence": cadence, "tables": tables})


def tables_of(*contracts: Contract) -> dict[str, Table]:
    return {name: table for each in contracts for name, table in each.tables.items()}
