"""A SQL engine as a spec sees it: its macros, and the answers to a query."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from movies_lakehouse.lake.trino_sql import TrinoSql
from tests.spec.macros import macros


@dataclass(frozen=True)
class Engine:
    """`macro["usd"]("value")` is SQL; `rows(sql)` runs it."""

    macro: dict[str, Callable[..., Any]]
    rows: Callable[[str], list[tuple[Any, ...]]]


def given(columns: str, cases: Iterable[Sequence[str]]) -> str:
    """The cases as a table to select from; `place` keeps their order."""
    listed = ", ".join(f"({place}, {', '.join(map(literal, case))})" for place, case in enumerate(cases))
    return f"(values {listed}) as given (place, {columns})"


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def on_duckdb() -> Engine:
    """DuckDB in memory."""
    connection = duckdb.connect()
    return Engine(macros("duckdb"), lambda sql: connection.execute(sql).fetchall())


def on_trino(trino: TrinoSql) -> Engine:
    """The Trino that a connection leads to."""
    return Engine(macros("trino"), lambda sql: [tuple(row) for row in trino.run(sql)[1]])
