"""The questions of a Superset dashboard as Metabase has them: how each is shown, where, and which filters reach it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.common.errors import BadContract
from movies_lakehouse.outputs.dashboards.assets import FOLDER, Asset, read_assets
from movies_lakehouse.outputs.dashboards.layout import TOP, Layout, below
from movies_lakehouse.outputs.dashboards.named import queries
from movies_lakehouse.outputs.metabase.sql import Field, Fields, Filter, asked_fields, query_sql

DASHBOARD = "dashboards/movies.yaml"
DISPLAYS = {
    "big_number_total": "scalar",
    "table": "table",
    "echarts_timeseries_bar": "bar",
    "echarts_timeseries_line": "line",
    "bubble_v2": "scatter",
}
# Superset has 12 columns, and rows of 8 pixels; Metabase has 24, and rows of about 50.
WIDTH, HEIGHT = 2, 6.25


@dataclass(frozen=True)
class Question:
    """A question, and its place on the dashboard in Metabase's columns and rows."""

    name: str
    file: str
    display: str
    sql: str
    settings: dict[str, Any]
    filters: tuple[Filter, ...]
    place: dict[str, int]


@dataclass(frozen=True)
class Dashboard:
    name: str
    description: str
    filters: tuple[Filter, ...]
    questions: tuple[Question, ...]


def read_dashboard(folder: Path = FOLDER) -> Dashboard:
    """The Movies dashboard; BadContract, with the chart's file, where one cannot be a question."""
    assets = read_assets(folder)
    dashboard = assets[DASHBOARD]
    layout, by_uuid = Layout.of(dashboard), {asset["uuid"]: name for name, asset in assets.items() if "uuid" in asset}
    filters = {each["id"]: read_filter(each, assets, by_uuid) for each in layout.filters}
    questions = []
    for key, place in places(dashboard["position"]):
        reaching = [filters[each["id"]] for each in layout.filters if reaches(each, layout.ids[key])]
        questions.append(question(by_uuid[layout.charts[key]], assets, by_uuid, reaching, place))
    name, description = dashboard["dashboard_title"], dashboard.get("description") or ""
    return Dashboard(name, description, tuple(filters.values()), tuple(questions))


def read_filter(each: dict[str, Any], assets: dict[str, Asset], by_uuid: dict[str, str]) -> Filter:
    [target] = each["targets"]
    name = target["column"]["name"]
    [column] = [c for c in assets[by_uuid[target["datasetUuid"]]]["columns"] if c["column_name"] == name]
    return Filter(name, each["name"], is_number=not str(column["type"]).upper().startswith("VARCHAR"))


def reaches(each: dict[str, Any], chart: int) -> bool:
    return chart not in each.get("scope", {}).get("excluded", [])


def places(position: dict[str, Any]) -> Iterator[tuple[str, dict[str, int]]]:
    """Charts by rows from the top, each with the corner and the size of its place."""
    top = 0
    for row in (key for key in below(position, TOP) if position[key]["type"] == "ROW"):
        left, height = 0, 0
        for key in position[row]["children"]:
            size = position[key]["meta"]
            width, high = WIDTH * size["width"], math.ceil(size["height"] / HEIGHT)
            yield key, {"row": top, "col": left, "size_x": width, "size_y": high}
            left, height = left + width, max(height, high)
        top += height


def question(
    name: str, assets: dict[str, Asset], by_uuid: dict[str, str], filters: list[Filter], place: dict[str, int]
) -> Question:
    chart = assets[name]
    dataset = assets[by_uuid[chart["dataset_uuid"]]]
    known = [each for each in filters if each.column in Fields(dataset).columns]
    try:
        [query] = queries(chart)
        sql = query_sql(query, dataset, known)
        display, settings = shown(chart, asked_fields(query, Fields(dataset)), Fields(dataset))
    except (KeyError, ValueError) as error:
        raise BadContract(f"dashboards/{name}: Metabase cannot be asked for it: {error}; see docs/connect.md") from None
    return Question(chart["slice_name"], f"dashboards/{name}", display, sql, settings, tuple(known), place)


def shown(chart: Asset, fields: list[Field], declared: Fields) -> tuple[str, dict[str, Any]]:
    """How Metabase draws the kind of chart, and what it puts on which axis."""
    params = chart["params"]
    display = "row" if params.get("orientation") == "horizontal" else DISPLAYS[chart["viz_type"]]
    if display in ("scalar", "table"):
        return display, {}
    if display == "scatter":
        across, up, size = (declared.field(params[axis]).heading for axis in ("x", "y", "size"))
        return display, {"graph.dimensions": [across], "graph.metrics": [up], "scatter.bubble": size}
    settings: dict[str, Any] = {
        "graph.dimensions": [each.heading for each in fields if not each.is_metric],
        "graph.metrics": [each.heading for each in fields if each.is_metric],
    }
    return display, settings | ({"stackable.stack_type": "stacked"} if params.get("stack") else {})
