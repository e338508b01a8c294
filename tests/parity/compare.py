"""Are the same tables on both runtimes: columns with their types, in order, and rows in whatever order."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from movies_lakehouse.lake.embedded import EmbeddedLake
from movies_lakehouse.lake.trino_sql import TrinoSql

SHOWN = 5
# What Trino calls the types of Iceberg; the others have one name.
TRINO_TYPES = {"string": "varchar", "int": "integer", "long": "bigint", "timestamptz": "timestamp(6) with time zone"}


@dataclass(frozen=True)
class Content:
    """A table: its columns as `name type`, how often it has each row."""

    columns: list[str]
    rows: Counter[tuple[Any, ...]]


def differences(lake: EmbeddedLake, trino: TrinoSql) -> str:
    """How the tables of silver and gold in Trino differ from those of the embedded lake; nothing when they do not."""
    compared = {name: difference(in_lake(lake, name), in_trino(trino, name)) for name in built(lake)}
    return "\n".join(f"{name}\n{how}" for name, how in compared.items() if how)


def built(lake: EmbeddedLake) -> Iterator[str]:
    """Tables that dbt builds of bronze alone, as `layer.table`: history is of the builds that there were."""
    for layer, table in lake.table_names():
        if layer in ("silver", "gold") and table not in ("builds", "quality_history"):
            yield f"{layer}.{table}"


def in_lake(lake: EmbeddedLake, name: str) -> Content:
    """A table of the embedded lake, by `layer.table`."""
    fields = lake.catalog.load_table(name).schema().fields
    types = [TRINO_TYPES.get(str(field.field_type), str(field.field_type)) for field in fields]
    names = [field.name for field in fields]
    return content(zip(names, types, strict=True), (row.values() for row in lake.table(name).to_arrow().to_pylist()))


def in_trino(trino: TrinoSql, name: str) -> Content:
    """A table of Trino, by `layer.table`."""
    return content(*trino.run(f"select * from {name}"))


def content(columns: Iterable[tuple[str, str]], rows: Iterable[Iterable[Any]]) -> Content:
    return Content([f"{name} {kind.replace(', ', ',')}" for name, kind in columns], Counter(map(tuple, rows)))


def difference(expected: Content, found: Content) -> str:
    """What differs, some lines of it."""
    if expected.columns != found.columns:
        return f"columns: {', '.join(expected.columns)}\n   not: {', '.join(found.columns)}"
    return "\n".join([*shown("lacks", expected.rows - found.rows), *shown("has  ", found.rows - expected.rows)])


def shown(what: str, rows: Counter[tuple[Any, ...]]) -> Iterator[str]:
    # Sorted, so that a row and its counterpart stand at the same place; escaped, since many signs cannot be seen.
    for row in sorted(map(ascii, rows.elements()))[:SHOWN]:
        yield f"{what} {row}"
    if rows.total() > SHOWN:
        yield f"{what} {rows.total()} rows in all"
