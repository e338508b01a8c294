"""The record of builds, `gold.builds`, and what of bronze each was built from."""

import json
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from ingest.common.errors import BadContract, MoviesError, TestFailed
from ingest.contracts.undescribed import RETIRED, Undescribed

if TYPE_CHECKING:  # takes long to import, and the embedded lake asks no Trino
    from movies_lakehouse.lake.trino_sql import TrinoSql

BUILDS = "gold.builds"
# Properties of its newest snapshot, so that they are known without reading a file for each build: what the last good
# build was built from, and in the stack the newest row.
BUILT_FROM, NEWEST_BUILD = "movies.built-from", "movies.newest-build"
# What became of a build, in the stack's record.
BUILT, TEST_FAILED, REFUSED, FAILED = "built", "test failed", "refused", "failed"
# The error that each tells, for whoever waits; the first that fits tells what became of a build.
ERRORS: dict[str, type[MoviesError]] = {TEST_FAILED: TestFailed, REFUSED: BadContract, FAILED: MoviesError}

Row = dict[str, Any]


def status_of(error: MoviesError) -> str:
    """What became of a build that ended with this error."""
    return next(status for status, kind in ERRORS.items() if isinstance(error, kind))


def nothing_yet(layer: str) -> str:
    """What to say of a layer that has no tables, and what makes them."""
    return (
        "bronze: nothing loaded yet; movies ingest"
        if layer == "bronze"
        else f"{layer}: not built yet; movies transform"
    )


def bronze_snapshots(trino: "TrinoSql", tables: Iterable[str]) -> dict[str, int | None]:
    """Current snapshot of each of these bronze tables."""
    queries = [
        f"select '{name}' as name, (select snapshot_id from bronze.\"{name}$refs\" where name = 'main') as snapshot_id"
        for name in tables
    ]
    return {row["name"]: row["snapshot_id"] for row in trino.rows(" union all ".join(queries))}


def bronze_state(trino: "TrinoSql", tables: Collection[str]) -> dict[str, int | None]:
    """What a build reads: the current snapshot of each bronze table with deliveries, of a retired provider none."""
    others = undescribed(trino, tables)
    snapshots = bronze_snapshots(trino, [*tables, *(table.name for table in others)])
    return snapshots | {table.name: None for table in others if table.retired}


def undescribed(trino: "TrinoSql", tables: Collection[str]) -> list[Undescribed]:
    """Bronze tables with deliveries that are none of these."""
    described = ", ".join(f"'{name}'" for name in tables)
    rows = trino.rows(f"""
        select deliveries.table_name, max_by(deliveries.provider, deliveries.loaded_at) as provider
        from bronze.deliveries as deliveries
        inner join information_schema.tables as there
            on there.table_schema = 'bronze' and there.table_name = deliveries.table_name
        where deliveries.status = 'loaded' and deliveries.table_name not in ({described})
        group by deliveries.table_name order by deliveries.table_name
    """)
    return [
        Undescribed(row["table_name"], row["provider"], RETIRED in properties(trino, row["table_name"])) for row in rows
    ]


def properties(trino: "TrinoSql", table: str) -> set[str]:
    return {row["key"] for row in trino.rows(f'select key from bronze."{table}$properties"')}


def newest_build(trino: "TrinoSql", condition: str = "") -> dict[str, Any] | None:
    """The newest row of `gold.builds`, with `bronze` from what it was built from; None before the first build."""
    rows = trino.rows(f"select * from {BUILDS} {condition} order by number desc limit 1")
    return with_bronze(rows[0]) if rows else None


def with_bronze(build: Row) -> Row:
    """A row of `gold.builds` with the snapshots of bronze, by table, that it was built from."""
    return build | {"bronze": json.loads(build["built_from"])["bronze"]}
