"""The query of a chart as SQL for Trino, as Superset would write it, with a gap for each filter of its dashboard."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from movies_lakehouse.outputs.dashboards.assets import Asset

# Superset's comparisons that need no value.
WITHOUT_VALUE = {"IS NULL": "is null", "IS NOT NULL": "is not null"}
COMPARISONS = {"==": "=", "!=": "<>", ">": ">", "<": "<", ">=": ">=", "<=": "<="}


@dataclass(frozen=True)
class Field:
    """A column of an answer: SQL, the heading, and whether it sums up rows."""

    sql: str
    heading: str
    is_metric: bool


@dataclass(frozen=True)
class Filter:
    """A filter of a dashboard by its column; text is found in any part of it, a number is the same."""

    column: str
    name: str
    is_number: bool

    def gap(self, sql: str) -> str:
        """A condition that Metabase leaves out where nothing is chosen."""
        chosen = "{{" + self.column + "}}"
        return f"[[and {sql} = {chosen}]]" if self.is_number else f"[[and strpos(lower({sql}), lower({chosen})) > 0]]"


class Fields:
    """What a dataset can be asked for."""

    def __init__(self, dataset: Asset) -> None:
        self.columns = {each["column_name"]: each for each in dataset["columns"]}
        self.metrics = {each["metric_name"]: each for each in dataset.get("metrics", [])}

    def field(self, asked: str | dict[str, Any]) -> Field:
        """A column or metric by its name, or one that the chart describes itself."""
        if isinstance(asked, dict):
            return described(asked)
        declared = self.columns.get(asked) or self.metrics[asked]
        return Field(self.sql(asked), declared.get("verbose_name") or asked, asked not in self.columns)

    def sql(self, name: str) -> str:
        declared = self.columns.get(name) or self.metrics[name]
        return f"({declared['expression']})" if declared.get("expression") else f'"{name}"'


def described(asked: dict[str, Any]) -> Field:
    if asked["expressionType"] == "SQL":
        return Field(f"({asked['sqlExpression']})", asked["label"], "columnType" not in asked)
    return Field(f'{asked["aggregate"]}("{asked["column"]["column_name"]}")', asked["label"], True)


def asked_fields(query: dict[str, Any], fields: Fields) -> list[Field]:
    return [fields.field(each) for each in (*(query.get("columns") or []), *(query.get("metrics") or []))]


def query_sql(query: dict[str, Any], dataset: Asset, filters: Iterable[Filter]) -> str:
    """A query of Superset over a dataset; KeyError where it names what the dataset lacks."""
    fields = Fields(dataset)
    shown = asked_fields(query, fields)
    lines = [
        "select " + ", ".join(f"{each.sql} as {quoted(each.heading)}" for each in shown),
        f"from {source(dataset)}",
        "where true",
        *(f"    and {condition(each, fields)}" for each in query.get("filters") or []),
        *(f"    and ({sql})" for sql in conditions_as_sql(query)),
        *(f"    {each.gap(fields.sql(each.column))}" for each in filters),
    ]
    grouped = [str(place) for place, each in enumerate(shown, 1) if not each.is_metric]
    if grouped and len(grouped) < len(shown):
        lines.append("group by " + ", ".join(grouped))
    if order := query.get("orderby"):
        lines.append("order by " + ", ".join(ordering(fields.field(each), up, shown) for each, up in order))
    return "\n".join([*lines, f"limit {query['row_limit']}"])


def conditions_as_sql(query: dict[str, Any]) -> list[str]:
    extras = {clause: sql for clause, sql in (query.get("extras") or {}).items() if sql}
    if other := sorted(extras.keys() - {"where"}):
        raise ValueError(f"extras.{other[0]} cannot be brought over")
    return list(extras.values())


def quoted(heading: str) -> str:
    return '"' + heading.replace('"', '""') + '"'


def source(dataset: Asset) -> str:
    if dataset.get("sql"):
        return f"(\n{dataset['sql']}\n) as {quoted(dataset['table_name'])}"
    return f"{dataset['catalog']}.{dataset['schema']}.{dataset['table_name']}"


def condition(asked: dict[str, Any], fields: Fields) -> str:
    sql, comparison = fields.sql(asked["col"]), asked["op"]
    if comparison in WITHOUT_VALUE:
        return f"{sql} {WITHOUT_VALUE[comparison]}"
    if comparison not in COMPARISONS:
        raise ValueError(f"the comparison {comparison} cannot be brought over")
    return f"{sql} {COMPARISONS[comparison]} {literal(asked['val'])}"


def literal(value: str | int | float) -> str:
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


def ordering(field: Field, up: bool, shown: list[Field]) -> str:
    """By the place of a column that is shown: by its name, Trino would take a heading that is written alike."""
    what = str(shown.index(field) + 1) if field in shown else field.sql
    return what if up else f"{what} desc"
