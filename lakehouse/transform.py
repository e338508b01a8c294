"""Bronze to published silver and gold: dbt builds and tests in DuckDB, then what differs is published as Iceberg."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import duckdb
import pyarrow as pa
from pyiceberg.exceptions import NoSuchTableError

from ingest.bronze import without_history
from ingest.contract import Table
from ingest.errors import MoviesError
from ingest.table import RESERVED_TABLES
from lakehouse.dbt_run import DATABASE, DbtOutcome, Finding, dbt_build, project_fingerprint
from lakehouse.publish import publish
from lakehouse.runtime.embedded import EmbeddedLake

BUILDS = "gold.builds"
BUILT_FROM = "movies.built-from"
ROWS_SHOWN = 5


class TestFailed(MoviesError):
    """A data test found rows that should not be; the published tables stay as they were."""

    exit_code = 12


@dataclass(frozen=True)
class Build:
    """What one transform did; nothing at all when bronze and the models are those of the last good build."""

    models: int = 0
    tests: int = 0
    published: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def transform(lake: EmbeddedLake, tables: dict[str, Table], on_start: Callable[[], None] = lambda: None) -> Build:
    """
    Build, test and publish silver and gold when something changed since the last good build.

    `on_start` is called when there is something to do. TestFailed names the tests and the rows they found.
    """
    # Two processes must not build and publish at the same time.
    with lake.locked("build.lock"):
        lake.create_bronze(tables)
        built_from = inputs(lake)
        if built_from == last_inputs(lake):
            return Build()
        on_start()
        with lake.database(DATABASE) as database, lake.scratch() as folder:
            lake.add_views(database, delivered(lake))
            outcome = dbt_build(lake.dbt_folder, folder)
            if outcome.failed:
                raise TestFailed("; ".join(described(database, each) for each in outcome.failed))
            # Before publishing, which moves the files that the tests read.
            warnings = [described(database, each) for each in outcome.warned]
            published = [
                each.name
                for each in outcome.built
                if publish(lake.catalog, database, each.name, folder / f"{each.name}.parquet", each.docs)
            ]
        record(lake, built_from, outcome, published)
    return Build(len(outcome.built), outcome.tests, published, warnings)


def inputs(lake: EmbeddedLake) -> str:
    """All that decides what silver and gold hold: bronze's snapshots and the dbt project."""
    bronze = {name: lake.snapshot_id((layer, name)) for layer, name in delivered(lake)}
    return json.dumps({"bronze": bronze, "project": project_fingerprint()}, sort_keys=True)


def delivered(lake: EmbeddedLake) -> list[tuple[str, str]]:
    """Bronze tables that hold deliveries; those about deliveries do not enter silver."""
    return [(layer, name) for layer, name in lake.table_names() if layer == "bronze" and name not in RESERVED_TABLES]


def last_inputs(lake: EmbeddedLake) -> str | None:
    try:
        snapshot = lake.catalog.load_table(BUILDS).current_snapshot()
    except NoSuchTableError:
        return None
    return snapshot.summary.get(BUILT_FROM) if snapshot and snapshot.summary else None


def record(lake: EmbeddedLake, built_from: str, outcome: DbtOutcome, published: list[str]) -> None:
    """Remember the build last of all: one that was cut short before this line is simply done again."""
    row = {
        "built_at": datetime.now(UTC),
        "models": len(outcome.built),
        "tests": outcome.tests,
        "warnings": len(outcome.warned),
        "published": ", ".join(published),
    }
    rows = pa.Table.from_pylist([row])
    rows = rows.set_column(0, "built_at", rows["built_at"].cast(pa.timestamp("us", "UTC")))
    builds = without_history(lake.catalog.create_table_if_not_exists(BUILDS, rows.schema))
    builds.append(rows, snapshot_properties={BUILT_FROM: built_from})


def described(database: duckdb.DuckDBPyConnection, found: Finding) -> str:
    rows = database.execute(f"select * from ({found.sql}) limit {ROWS_SHOWN}")
    columns = [column[0] for column in rows.description or []]
    shown = [
        ", ".join(f"{column}={value}" for column, value in zip(columns, row, strict=True)) for row in rows.fetchall()
    ]
    more = f" and {found.rows - len(shown)} more" if found.rows > len(shown) else ""
    return f"data test {found.test}: {found.rows} found: {' | '.join(shown)}{more}"
