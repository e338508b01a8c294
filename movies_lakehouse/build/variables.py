"""What the dbt project is told for a build, besides what its files say."""

import json
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from ingest.bronze.origin import ORIGIN
from ingest.contracts import Table, fold
from movies_lakehouse.build.engine import BuildEngine


def variables(engine: BuildEngine, last: str | None) -> dict[str, Any]:
    """dbt's variables for a build after the one that was built from `last`."""
    return {
        "build": engine.next_number(),
        "built_until": built_until(engine, last),
        "adopted": adopted(engine.tables, engine.unexpected_columns()),
    }


def built_until(engine: BuildEngine, last: str | None) -> dict[str, str]:
    """How far the last good build read each table of which a delivery is everything: a moment, as SQL casts it."""
    before = json.loads(last)["bronze"] if last else {}
    read = [name for name, table in engine.tables.items() if table.delivers == "everything" and before.get(name)]
    moments = {name: engine.committed_at(name, before[name]) for name in read}
    return {name: f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f} UTC" for name, at in moments.items() if at}


def adopted(tables: Mapping[str, Table], unexpected: Mapping[str, set[str]]) -> dict[str, dict[str, list[str]]]:
    """
    Tables with values in `_extra` for which the contract has a column by now: all their columns, and for each the
    headers, as JSON writes them, under which it was delivered before.
    """
    found = {name: headers_of(table, unexpected.get(name, set())) for name, table in tables.items()}
    return {name: columns for name, columns in found.items() if any(columns.values())}


def headers_of(table: Table, unexpected: set[str]) -> dict[str, list[str]]:
    headers: dict[str, list[str]] = {name: [] for name in [*table.columns, *ORIGIN]}
    for header in sorted(unexpected):
        if column := table.columns_by_header.get(fold(header)):
            headers[column].append(json.dumps(header, ensure_ascii=False))
    return headers
