"""Builds silver and gold by dbt in DuckDB, a Parquet file a table, and publishes them as Iceberg snapshots."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
from pyiceberg.catalog import Catalog
from pyiceberg.exceptions import NoSuchTableError
from pyiceberg.table import Table as IcebergTable

from ingest.bronze.commits import without_history
from ingest.bronze.ledger import Ledger
from ingest.bronze.retired import undescribed
from ingest.bronze.tables import create_tables, require_writable
from ingest.contracts import RESERVED_TABLES, Table
from ingest.contracts.undescribed import Undescribed
from movies_lakehouse.build.dbt_runner import DATABASE, Built
from movies_lakehouse.build.dbt_runner import prepare as prepare_dbt
from movies_lakehouse.build.engine import Build, BuildEngine, headers_by_table, is_read_again, record_of
from movies_lakehouse.build.publish import publish
from movies_lakehouse.build.transform import inputs, transform
from movies_lakehouse.lake.builds import BUILDS, BUILT_FROM
from movies_lakehouse.lake.iceberg import IcebergLake
from movies_lakehouse.lake.views import no_rows

if TYPE_CHECKING:  # it needs packages that services have not
    from movies_lakehouse.lake.embedded import EmbeddedLake

# Of `gold.builds` in a folder.
SCHEMA = pa.schema(
    {
        "built_at": pa.timestamp("us", "UTC"),
        "models": pa.int64(),
        "tests": pa.int64(),
        "warnings": pa.int64(),
        "published": pa.string(),
        "number": pa.int64(),
        "seconds": pa.float64(),
    }
)


def build(
    lake: "EmbeddedLake", tables: Mapping[str, Table], on_start: Callable[[], None], accept_loss: Sequence[str]
) -> Build:
    """Bring silver and gold up to date with bronze, one build at a time."""
    with lake.locked("build.lock"):
        # Every bronze table that a contract declares, empty where nothing arrived yet: silver reads them all.
        create_tables(lake.catalog, tables)
        engine = DuckdbEngine(lake, tables)
        with lake.noting_failure(lambda: inputs(engine, engine.bronze())):
            return transform(engine, on_start, accept_loss)


def check_accept_loss(accept_loss: Sequence[str]) -> None:
    """Nothing: every column may be accepted."""


def prepare(lake: IcebergLake) -> None:
    """Get dbt ready in the background, while the last deliveries load."""
    prepare_dbt(lake.dbt_folder, DuckdbEngine.target)


class DuckdbEngine(BuildEngine):
    """Every build makes every model anew, in `build/` inside the lake so that its files need not be copied."""

    target = "embedded"

    def __init__(self, lake: IcebergLake, tables: Mapping[str, Table]) -> None:
        self.lake = lake
        self.tables = tables
        self.dbt_folder = lake.dbt_folder
        self.warehouse, self.events = lake.warehouse, lake.events
        self.folder = lake.folder / "build"
        self.connection: duckdb.DuckDBPyConnection

    def bronze(self) -> dict[str, int | None]:
        snapshots = {name: self.lake.snapshot_id((layer, name)) for layer, name in delivered(self.lake)}
        return snapshots | {table.name: None for table in self.undescribed() if table.retired}

    def undescribed(self) -> list[Undescribed]:
        return undescribed(self.lake.catalog, self.tables)

    def committed_at(self, name: str, snapshot_id: int) -> datetime | None:
        snapshot = self.lake.catalog.load_table(("bronze", name)).snapshot_by_id(snapshot_id)
        return datetime.fromtimestamp(snapshot.timestamp_ms / 1000, UTC) if snapshot else None

    def unexpected_columns(self) -> dict[str, set[str]]:
        return headers_by_table(
            (each.table_name, each.unexpected_columns) for each in Ledger(self.lake.catalog).records
        )

    def last_inputs(self) -> str | None:
        try:
            snapshot = self.lake.catalog.load_table(BUILDS).current_snapshot()
        except NoSuchTableError:
            return None
        return snapshot.summary.get(BUILT_FROM) if snapshot and snapshot.summary else None

    def next_number(self) -> int:
        there = self.lake.catalog.table_exists(BUILDS)
        return self.lake.row_count(("gold", "builds")) + 1 if there else 1

    @contextmanager
    def open(self) -> Iterator[None]:
        with self.lake.database(DATABASE) as self.connection, scratch(self.folder):
            self.lake.add_views(self.connection, delivered(self.lake))
            for name in (table.name for table in self.undescribed() if table.retired):
                no_row = no_rows(self.lake.catalog.load_table(("bronze", name)))
                self.connection.execute(f"create or replace view bronze.{name} as {no_row}")
            os.environ["MOVIES_BUILD_FOLDER"] = str(self.folder)
            yield

    def variables(self, bronze: dict[str, int | None]) -> dict[str, Any]:
        published = {}
        self.connection.execute("create schema published")
        for layer, name in self.lake.table_names():
            if is_read_again(f"{layer}.{name}"):
                table = self.lake.catalog.load_table((layer, name))
                # Not in the schema silver, where dbt builds.
                self.connection.execute(f"create view published.{name} as {self.lake.view_sql(table)}")
                published[name] = {"relation": f"published.{name}", "columns": table.schema().column_names}
        return {"published": published}

    def rows(self, sql: str) -> list[dict[str, Any]]:
        answer = self.connection.execute(sql)
        columns = [column[0] for column in answer.description or []]
        return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]

    def publish(self, built: list[Built]) -> list[str]:
        with self.lake.commit_together():
            return [
                each.name
                for each in built
                if publish(self.lake, self.connection, each.name, self.folder / f"{each.name}.parquet", each.columns)
            ]

    def left_over(self, made: set[str]) -> list[str]:
        known = {f"{layer}.{name}" for layer, name in self.lake.table_names() if layer != "bronze"}
        left = known - made - {BUILDS}
        # Read only where something is left: a row for each build there ever was.
        rows = self.lake.table(BUILDS).to_arrow()["published"].to_pylist() if left and BUILDS in known else []
        return sorted(left & {name for row in rows for name in row.split(", ")})

    def drop(self, name: str) -> None:
        self.lake.catalog.drop_table(name)

    def record(self, build: Build, built_from: str) -> None:
        rows = pa.Table.from_pylist([record_of(build) | {"number": self.next_number()}], SCHEMA)
        builds = without_history(table_of_builds(self.lake.catalog, SCHEMA))
        builds.append(rows, snapshot_properties={BUILT_FROM: built_from})


def table_of_builds(catalog: Catalog, schema: pa.Schema) -> IcebergTable:
    """`gold.builds`, made, or given the columns that it lacks."""
    table = catalog.create_table_if_not_exists(BUILDS, schema)
    require_writable(table)
    if not set(schema.names) <= set(table.schema().column_names):
        with table.update_schema() as update:
            update.union_by_name(schema)
    return table


def delivered(lake: IcebergLake) -> list[tuple[str, str]]:
    """Bronze tables that hold deliveries; those about deliveries do not enter silver."""
    return [(layer, name) for layer, name in lake.table_names() if layer == "bronze" and name not in RESERVED_TABLES]


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """An empty folder; gone afterwards."""
    # One that was killed leaves its files behind.
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
