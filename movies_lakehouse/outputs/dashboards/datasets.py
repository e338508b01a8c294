"""Datasets: a table of gold or a record, or a query over these, with the columns and metrics that charts may name."""

from collections.abc import Iterator
from dataclasses import dataclass

from movies_lakehouse.lake.stack import CATALOG
from movies_lakehouse.outputs.dashboards.assets import Asset
from movies_lakehouse.outputs.dashboards.gold import Gold
from movies_lakehouse.outputs.dashboards.sql import BadSql, expression_columns, query_columns, query_tables


@dataclass(frozen=True)
class Dataset:
    """What charts may name, columns in lower case, and the tables of gold behind it."""

    name: str
    columns: set[str]
    metrics: set[str]
    tables: set[str]


def read_datasets(datasets: dict[str, Asset], gold: Gold) -> dict[str, Dataset]:
    """Datasets by uuid, with those of their columns and metrics that gold can answer."""
    return {asset["uuid"]: read_dataset(asset, gold) for asset in datasets.values()}


def read_dataset(asset: Asset, gold: Gold) -> Dataset:
    declared = {column["column_name"].lower(): column.get("expression") for column in asset["columns"]}
    try:
        tables, physical = tables_of(asset), answered(asset, gold)
    except (BadSql, KeyError):
        # The dataset is at fault then, none of its charts.
        tables, physical = set(), set(declared)
    columns = {name for name, sql in declared.items() if (sound(sql, physical) if sql else name in physical)}
    metrics = {metric["metric_name"]: metric["expression"] for metric in asset.get("metrics", [])}
    return Dataset(asset["table_name"], columns, {name for name, sql in metrics.items() if sound(sql, columns)}, tables)


def sound(sql: str, known: set[str]) -> bool:
    return not any(expression_problems("", sql, known))


def tables_of(asset: Asset) -> set[str]:
    return query_tables(asset["sql"]) if asset.get("sql") else {f"{asset['schema']}.{asset['table_name']}".lower()}


def dataset_problems(name: str, assets: dict[str, Asset], gold: Gold) -> Iterator[str]:
    asset = assets[name]
    if asset["database_uuid"] not in {each["uuid"] for file, each in assets.items() if file.startswith("databases/")}:
        yield f"{name}: database_uuid is that of no database here"
    if asset["catalog"] != CATALOG:
        yield f"{name}: catalog {asset['catalog']!r} is not {CATALOG!r}, the one for readers"
    try:
        if strange := sorted(tables_of(asset) - gold.tables.keys()):
            known = ", ".join(sorted(gold.tables))
            yield f"{name}: {strange[0]} is no table that dashboards may read; there are: {known}"
            return
        yield from (f"{name}: {what}" for what in column_problems(asset, answered(asset, gold)))
    except BadSql as error:
        yield f"{name}: its SQL cannot be read for Trino: {error}"


def answered(asset: Asset, gold: Gold) -> set[str]:
    """Columns that the table, or the query, has by itself."""
    if asset.get("sql"):
        return query_columns(asset["sql"], gold.tables, CATALOG)
    [table] = tables_of(asset)
    return gold.tables[table]


def column_problems(asset: Asset, physical: set[str]) -> Iterator[str]:
    for column in asset["columns"]:
        column_name = column["column_name"]
        if not column.get("expression"):
            if column_name.lower() not in physical:
                yield f"column {column_name!r} is not in {'its SQL' if asset.get('sql') else asset['table_name']}"
            continue
        yield from expression_problems(f"column {column_name!r}", column["expression"], physical)
    columns = {column["column_name"].lower() for column in asset["columns"]}
    for metric in asset.get("metrics", []):
        yield from expression_problems(f"metric {metric['metric_name']!r}", metric["expression"], columns)


def expression_problems(what: str, sql: str, known: set[str]) -> Iterator[str]:
    try:
        named = expression_columns(sql)
    except BadSql as error:
        yield f"{what}: its SQL cannot be read for Trino: {error}"
        return
    yield from (f"{what} names column {name!r}, which is not there" for name in sorted(named - known))
