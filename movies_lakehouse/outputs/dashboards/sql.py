"""What SQL of an asset names, as Trino reads it."""

from collections.abc import Mapping

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.qualify import qualify

# Layer and table, as readers name them, with the names of its columns.
Columns = Mapping[str, set[str]]


class BadSql(ValueError):
    """SQL that Trino would not take; the text says where it breaks."""


def expression_columns(sql: str) -> set[str]:
    """Names of the columns in an expression, in lower case; BadSql where it does not parse."""
    return {column.name.lower() for column in parsed(sql).find_all(exp.Column)}


def query_tables(sql: str) -> set[str]:
    """The tables that a query reads, as `schema.table`; BadSql where it does not parse."""
    tree = parsed(sql)
    named_here = {each.alias for each in tree.find_all(exp.CTE)}
    return {f"{table.db}.{table.name}".lower() for table in tree.find_all(exp.Table) if table.name not in named_here}


def query_columns(sql: str, tables: Columns, catalog: str) -> set[str]:
    """Names of the columns that a query answers; BadSql where it names one that its tables lack."""
    layers: dict[str, dict[str, dict[str, str]]] = {}
    for name in query_tables(sql):
        layer, table = name.split(".")
        layers.setdefault(layer, {})[table] = dict.fromkeys(tables[name], "varchar")
    try:
        answer = qualify(parsed(sql), schema={catalog: layers}, catalog=catalog, dialect="trino")
    except SqlglotError as error:
        raise BadSql(first_line(error)) from None
    return {name.lower() for name in answer.named_selects} if isinstance(answer, exp.Query) else set()


def parsed(sql: str) -> exp.Expr:
    try:
        return sqlglot.parse_one(sql, read="trino")
    except SqlglotError as error:
        raise BadSql(first_line(error)) from None


def first_line(error: SqlglotError) -> str:
    return str(error).splitlines()[0].rstrip(".")
