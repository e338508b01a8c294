"""The record of builds, `gold.builds`, and what of bronze each was built from."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # takes long to import, and the embedded lake asks no Trino
    from movies_lakehouse.lake.trino_sql import TrinoSql

BUILDS = "gold.builds"
# What became of a build, in the stack's record.
BUILT, TEST_FAILED, FAILED = "built", "test failed", "failed"

Row = dict[str, Any]


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


def newest_build(trino: "TrinoSql", condition: str = "") -> dict[str, Any] | None:
    """The newest row of `gold.builds`, with `bronze` from what it was built from; None before the first build."""
    rows = trino.rows(f"select * from {BUILDS} {condition} order by number desc limit 1")
    return with_bronze(rows[0]) if rows else None


def with_bronze(build: Row) -> Row:
    """A row of `gold.builds` with the snapshots of bronze, by table, that it was built from."""
    return build | {"bronze": json.loads(build["built_from"])["bronze"]}
