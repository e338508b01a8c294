"""Build the dbt project, its data tests and unit tests included, on a bronze of a few rows."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb
from dbt.cli.main import dbtRunner

from ingest.contracts import read_contracts, tables
from movies_lakehouse.build.dbt_runner import DATABASE, PROJECT, QUICKER, parsed

LOADED = "2099-11-01 08:00:00+00"
ORIGIN = {
    "_extra": "varchar",
    "_file": "varchar",
    "_sha256": "varchar",
    "_line": "bigint",
    "_delivered_on": "date",
    "_loaded_at": "timestamp with time zone",
}

Rows = list[tuple[str | None, ...]]


@dataclass(frozen=True)
class Built:
    """The database that dbt has built, and what dbt says of each model and test."""

    database: duckdb.DuckDBPyConnection
    results: list[Any]

    def nodes(self, kind: str) -> dict[str, Any]:
        """The project's nodes of a kind (`model`, `test`, `unit_test`) by name."""
        return {result.node.name: result.node for result in self.results if result.node.resource_type == kind}

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.database.execute(sql).fetchall()


@contextmanager
def built(work: Path, bronze: dict[str, Rows], *options: str) -> Iterator[Built]:
    """
    The project built on these rows of bronze, given as the contract's columns; their lines count from 2.

    Options of `dbt build` can select a part of it.
    """
    with duckdb.connect(DATABASE) as database:
        database.execute("set timezone = 'UTC'")
        database.execute("create schema bronze")
        for table, contract in tables(read_contracts()).items():
            fill(database, table, list(contract.columns), bronze.get(table, []))
        os.environ["MOVIES_BUILD_FOLDER"] = str(work)
        answer = invoke(work, "build", *options, manifest=parsed(work, "embedded"))
        if answer.result is None:
            raise AssertionError(f"dbt could not start: {answer.exception}")
        yield Built(database, list(answer.result.results))


def invoke(work: Path, *command: str, manifest: Any = None) -> Any:
    """What dbt answers to a command; it writes only into the folder `work`."""
    places = ["--project-dir", PROJECT, "--profiles-dir", PROJECT, "--target-path", work, "--log-path", work]
    quiet = [QUICKER, "--log-level", "none", "--no-version-check", "--no-send-anonymous-usage-stats"]
    return dbtRunner(manifest=manifest).invoke([*command, *map(str, places), *quiet])


def fill(database: duckdb.DuckDBPyConnection, table: str, columns: list[str], rows: Rows) -> None:
    types = dict.fromkeys(columns, "varchar") | ORIGIN
    database.execute(f"create table bronze.{table} ({', '.join(f'{name} {type_}' for name, type_ in types.items())})")
    values = [[*row, None, f"{table}.csv", "c0ffee", line, LOADED[:10], LOADED] for line, row in enumerate(rows, 2)]
    if values:
        # One statement: thousands of single rows take seconds.
        places = ", ".join([f"({', '.join('?' * len(types))})"] * len(values))
        database.execute(f"insert into bronze.{table} values {places}", list(chain(*values)))
