"""Builds the stack's silver and gold by DuckDB in the dbt service, and publishes them through the REST catalog."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
from pyiceberg.exceptions import NoSuchTableError
from pyiceberg.table import Table as IcebergTable

from ingest.bronze.commits import without_history
from ingest.bronze.tables import DELIVERIES
from ingest.contracts import Table
from movies_lakehouse.build.duckdb_engine import DuckdbEngine, table_of_builds
from movies_lakehouse.build.service_engine import COLUMNS, ServiceEngine
from movies_lakehouse.lake.builds import BUILDS, BUILT, BUILT_FROM, NEWEST_BUILD, Row, with_bronze
from movies_lakehouse.lake.migration import migrate_published
from movies_lakehouse.lake.rest import RestLake

ARROW = {
    "bigint": pa.int64(),
    "double": pa.float64(),
    "timestamp(6) with time zone": pa.timestamp("us", "UTC"),
    "varchar": pa.string(),
}
SCHEMA = pa.schema({name: ARROW[kind] for name, kind in COLUMNS.items()})


class RestEngine(ServiceEngine, DuckdbEngine):
    """As in an embedded lake, but for where the tables are and for the record of builds."""

    lake: RestLake

    def __init__(self, lake: RestLake, tables: Mapping[str, Table]) -> None:
        super().__init__(lake, tables)
        # The provisioning job has renamed the tables.
        migrate_published(lake.catalog)

    def newest_snapshot(self) -> int | None:
        layer, name = DELIVERIES.split(".")
        return self.lake.snapshot_id((layer, name))

    @contextmanager
    def open(self) -> Iterator[None]:
        with super().open():
            yield
        self.lake.remove_unused()

    def newest_build(self) -> Row | None:
        if row := self.known_of_builds(NEWEST_BUILD):
            return with_bronze(json.loads(row))
        rows = sorted(self.builds(), key=lambda build: build["number"])
        return with_bronze(rows[-1]) if rows else None

    def last_inputs(self) -> str | None:
        if known := self.known_of_builds(BUILT_FROM):
            return known
        good = [build for build in self.builds() if build["status"] == BUILT]
        return max(good, key=lambda build: build["number"])["built_from"] if good else None

    def known_of_builds(self, name: str) -> str | None:
        """A property of the record's newest snapshot; one that Trino wrote has none."""
        table = self.table_of_builds()
        snapshot = table.current_snapshot() if table else None
        return snapshot.summary.get(name) if snapshot and snapshot.summary else None

    def builds(self) -> list[Row]:
        table = self.table_of_builds()
        return list(table.scan().to_arrow().to_pylist()) if table else []

    def table_of_builds(self) -> IcebergTable | None:
        try:
            return self.lake.catalog.load_table(BUILDS)
        except NoSuchTableError:
            return None

    def note(self, build: dict[str, Any]) -> None:
        row = build | {"number": self.next_number()}
        good = row["built_from"] if row["status"] == BUILT else self.last_inputs()
        properties = {NEWEST_BUILD: json.dumps(row, default=str)} | ({BUILT_FROM: good} if good else {})
        table = table_of_builds(self.lake.catalog, SCHEMA)
        without_history(table).append(pa.Table.from_pylist([row], SCHEMA), snapshot_properties=properties)
