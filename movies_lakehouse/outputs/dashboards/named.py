"""Where a chart names columns and metrics of its dataset."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from movies_lakehouse.outputs.dashboards.assets import Asset

# EITHER is what the chart shows: it may have a name of the chart's own, too.
COLUMN, METRIC, EITHER, SQL = "column", "metric", "column or metric", "SQL"
# Superset's controls by what their text is the name of; an object says itself what it is.
PARAMS = {
    **dict.fromkeys(("groupby", "groupby_b", "all_columns", "columns", "groupbyRows", "groupbyColumns"), COLUMN),
    **dict.fromkeys(("series_columns", "entity", "series", "x_axis", "granularity_sqla", "dimension"), COLUMN),
    **dict.fromkeys(("all_columns_x", "all_columns_y", "source", "target", "tooltip_columns"), COLUMN),
    **dict.fromkeys(("metrics", "metrics_b", "percent_metrics", "metric", "metric_2", "x", "y", "size"), METRIC),
    **dict.fromkeys(("secondary_metric", "tooltip_metrics", "orderby", "legacy_order_by"), METRIC),
    **dict.fromkeys(("timeseries_limit_metric", "series_limit_metric"), METRIC),
    "x_axis_sort": EITHER,
}
QUERY = {
    **dict.fromkeys(("columns", "groupby", "series_columns", "granularity"), COLUMN),
    **dict.fromkeys(("metrics", "timeseries_limit_metric", "series_limit_metric"), METRIC),
}


@dataclass(frozen=True)
class Named:
    """A name, or a piece of SQL, and the control that has it."""

    where: str
    kind: str
    text: str


def named_by(chart: Asset) -> Iterator[Named]:
    """Everything that a chart names; ValueError where its query is not JSON or asks for nothing."""
    params = chart["params"]
    yield from of_controls("params", PARAMS, params)
    for order in params.get("order_by_cols") or []:
        yield Named("params.order_by_cols", COLUMN, json.loads(order)[0])
    for name in params.get("column_config") or {}:
        yield Named("params.column_config", EITHER, name.lstrip("%"))
    for format_ in params.get("conditional_formatting") or []:
        yield from of_value("params.conditional_formatting", EITHER, format_.get("column"))
    for condition in params.get("adhoc_filters") or []:
        kind = METRIC if condition.get("clause") == "HAVING" else COLUMN
        yield from of_value("params.adhoc_filters", kind, condition.get("subject") or condition)
    for query in queries(chart):
        yield from of_query(query)


def queries(chart: Asset) -> list[dict[str, Any]]:
    asked = json.loads(chart["query_context"]).get("queries")
    if not asked or not all(query.get("columns") or query.get("metrics") for query in asked):
        raise ValueError("it asks for nothing")
    return list(asked)


def of_query(query: dict[str, Any]) -> Iterator[Named]:
    yield from of_controls("query_context", QUERY, query)
    for condition in query.get("filters") or []:
        yield from of_value("query_context.filters", COLUMN, condition.get("col"))
    for order in query.get("orderby") or []:
        yield from of_value("query_context.orderby", EITHER, order[0])
    for clause in ("where", "having"):
        if sql := (query.get("extras") or {}).get(clause):
            yield Named(f"query_context.extras.{clause}", SQL, sql)


def of_controls(place: str, kinds: dict[str, str], controls: dict[str, Any]) -> Iterator[Named]:
    for key, kind in kinds.items():
        given = controls.get(key)
        for value in given if isinstance(given, list) else [given]:
            yield from of_value(f"{place}.{key}", kind, value)


def of_value(where: str, kind: str, value: Any) -> Iterator[Named]:
    if isinstance(value, str):
        yield Named(where, kind, value)
    elif isinstance(value, dict) and value.get("sqlExpression"):
        yield Named(where, SQL, value["sqlExpression"])
    elif isinstance(value, dict) and value.get("column"):
        yield Named(where, COLUMN, value["column"]["column_name"])


def labels(value: Any) -> set[str]:
    """What a chart calls its own metrics and columns, by which it may sort and format."""
    if isinstance(value, list):
        return set().union(*map(labels, value))
    if not isinstance(value, dict):
        return set()
    own = {str(value["label"])} if "expressionType" in value and value.get("label") else set()
    return own.union(*map(labels, value.values()))
