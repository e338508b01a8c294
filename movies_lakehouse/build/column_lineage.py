"""From which columns each column of silver and gold is computed, as the SQL says that dbt has compiled."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from ingest.bronze.origin import ORIGIN
from ingest.common.files import replaced
from ingest.contracts import Table
from movies_lakehouse.build.dbt_runner import PARSED_AT_SETUP, project_fingerprint
from movies_lakehouse.lake.layers import LAYERS

# For each column of a published table, as layer.table.column, those that it is computed from.
Sources = dict[str, list[str]]
# What a build writes SQL in, by dbt target.
DIALECTS = {"embedded": "duckdb", "stack": "trino"}
# Rules for text are expressions within expressions, deeper than Python's limit allows.
DEPTH = 8_000
KNOWN: dict[str, Sources] = {}


def remembered(work: Path, target: str) -> Sources | None:
    """What was found out before of the project as it is; `work` is dbt's folder in the lake."""
    fingerprint = project_fingerprint(target)
    path = file_in(work)
    if fingerprint not in KNOWN:
        # Where two processes have written it at once, it may be no JSON.
        with suppress(OSError, ValueError):
            kept = json.loads(path.read_text())
            if kept["project"] == fingerprint:
                KNOWN[fingerprint] = kept["sources"]
    return KNOWN.get(fingerprint)


def remember(work: Path, target: str, sources: Sources) -> None:
    fingerprint = project_fingerprint(target)
    KNOWN[fingerprint] = sources
    # It can be found out again; two processes may write it at once.
    with suppress(OSError), replaced(file_in(work)) as temporary:
        temporary.write_text(json.dumps({"project": fingerprint, "sources": sources}))


def file_in(work: Path) -> Path:
    """A checkout keeps it for all its lakes."""
    folder = PARSED_AT_SETUP.parent if PARSED_AT_SETUP.exists() else work
    return folder / "column_lineage.json"


def bronze_columns(tables: Mapping[str, Table]) -> dict[str, list[str]]:
    """Columns of the bronze tables, by bronze.table."""
    return {f"bronze.{name}": [*table.columns, *ORIGIN] for name, table in tables.items()}


def read(models: Mapping[str, str], known: Mapping[str, Iterable[str]], dialect: str) -> Sources:
    """
    Sources of the columns of silver and gold, by the SQL of each model (by layer.table); `known` are the columns of
    tables that no model makes. A model that cannot be read has none.
    """
    with deep_recursion():
        direct = direct_sources(models, {name: list(columns) for name, columns in known.items()}, dialect)
    return {column: published_sources(column, direct) for column in direct if column.split(".")[0] in LAYERS}


def direct_sources(models: Mapping[str, str], columns: dict[str, list[str]], dialect: str) -> Sources:
    # Imported here: it takes most of a second, and what it finds is remembered.
    from sqlglot import exp, parse_one
    from sqlglot.errors import SqlglotError
    from sqlglot.lineage import lineage

    trees: dict[str, Any] = {}
    for name, sql in models.items():
        try:
            trees[name] = parse_one(sql, read=dialect)
        except SqlglotError:
            continue
    by_name = {name.split(".")[1]: name for name in models}
    read_by = {name: named_by_layer(tree, by_name) for name, tree in trees.items()}
    found: Sources = {}
    for name in TopologicalSorter(read_by).static_order():
        if name not in trees:
            continue
        try:
            nodes = lineage(None, trees[name], schema_of(read_by[name], columns), dialect=dialect, trim_selects=False)
        except (SqlglotError, ValueError):
            nodes = {}
        columns[name] = [*nodes] or list(trees[name].named_selects)
        for column, node in nodes.items():
            ends = [(each.expression, each.name.split(".")[-1]) for each in node.walk()]
            found[f"{name}.{column}"] = sorted(
                {f"{table.db}.{table.name}.{end}" for table, end in ends if isinstance(table, exp.Table)}
            )
    return found


def named_by_layer(tree: Any, by_name: Mapping[str, str]) -> set[str]:
    """Call each table that a query reads by its layer, whatever schema it is built in; gives these names."""
    from sqlglot import exp

    names = set()
    for table in tree.find_all(exp.Table):
        if table.db:
            name = table.name if table.db == "bronze" else by_name.get(table.name, table.name)
            layer = name.split(".")[0] if "." in name else table.db
            table.set("db", exp.to_identifier(layer))
            table.set("catalog", None)
            names.add(f"{layer}.{table.name}")
    return names


def schema_of(names: Iterable[str], columns: Mapping[str, Iterable[str]]) -> dict[str, dict[str, dict[str, str]]]:
    """Tables and their columns as sqlglot wants them; types make no difference here."""
    schema: dict[str, dict[str, dict[str, str]]] = {}
    for name in names:
        layer, table = name.split(".")
        if name in columns:
            schema.setdefault(layer, {})[table] = dict.fromkeys(columns[name], "varchar")
    return schema


def published_sources(column: str, direct: Sources) -> list[str]:
    """What a column is computed from, without the working tables between."""
    found, seen, ahead = set(), set(), [*direct.get(column, [])]
    while ahead:
        source = ahead.pop()
        name = source.split(".")[2]
        # Which row is the newest, and of which file, decides on every figure, and is the source of none.
        if source in seen or (name.startswith("_") and not column.split(".")[2].startswith("_")):
            continue
        seen.add(source)
        if source.split(".")[0] in LAYERS:
            found.add(source)
        else:
            ahead += direct.get(source, [])
    return sorted(found)


@contextmanager
def deep_recursion() -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, DEPTH))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
