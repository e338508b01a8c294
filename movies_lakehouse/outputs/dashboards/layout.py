"""Dashboards: what is shown where, and which charts a filter reaches."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from movies_lakehouse.outputs.dashboards.assets import Asset
from movies_lakehouse.outputs.dashboards.datasets import Dataset

TOP = "ROOT_ID"


@dataclass(frozen=True)
class Layout:
    """`charts`: uuids of the charts that are shown, by their place; `ids`: their numbers in this file; by place too."""

    slug: str
    charts: dict[str, str]
    ids: dict[str, Any]
    lost: list[str]
    filters: list[dict[str, Any]]

    @classmethod
    def of(cls, dashboard: Asset) -> "Layout":
        position = dashboard["position"]
        reached = [*below(position, TOP)]
        shown = {key: meta(position[key]) for key in reached if position.get(key, {}).get("type") == "CHART"}
        return cls(
            slug=dashboard["slug"],
            charts={key: str(each.get("uuid")) for key, each in shown.items()},
            ids={key: each.get("chartId") for key, each in shown.items()},
            lost=[key for key in reached if key not in position],
            filters=dashboard["metadata"].get("native_filter_configuration", []),
        )


def meta(item: dict[str, Any]) -> dict[str, Any]:
    return item.get("meta") or {}


def below(position: dict[str, Any], key: str) -> Iterator[str]:
    """Places under one, whether they are there or only named."""
    for child in position.get(key, {}).get("children", []):
        yield child
        yield from below(position, child)


def dashboard_problems(
    name: str, layout: Layout, of_chart: Mapping[str, Dataset | None], datasets: Mapping[str, Dataset]
) -> Iterator[str]:
    yield from (f"{name}: position names {key}, which is not there" for key in layout.lost)
    for key, uuid in layout.charts.items():
        if uuid not in of_chart:
            yield f"{name}: {key} shows a chart that is not here (uuid {uuid}); Superset would leave it out silently"
    numbers = list(layout.ids.values())
    for key, number in layout.ids.items():
        if not isinstance(number, int) or numbers.count(number) > 1:
            yield f"{name}: {key} needs a chartId of its own, any number"
    for each in layout.filters:
        for what in filter_problems(each, layout, of_chart, datasets):
            yield f"{name}: filter {each.get('name')!r} {what}"


def filter_problems(
    each: dict[str, Any], layout: Layout, of_chart: Mapping[str, Dataset | None], datasets: Mapping[str, Dataset]
) -> Iterator[str]:
    excluded = each.get("scope", {}).get("excluded", [])
    reached = [of_chart.get(uuid) for key, uuid in layout.charts.items() if layout.ids[key] not in excluded]
    for target in each.get("targets") or [{}]:
        dataset = datasets.get(target.get("datasetUuid", ""))
        column = str(target.get("column", {}).get("name"))
        order = each.get("controlValues", {}).get("sortMetric")
        if not dataset:
            yield "has a datasetUuid that is that of no dataset here"
        elif column.lower() not in dataset.columns:
            yield f"names column {column!r}, which is not in the dataset {dataset.name}"
        elif order and order not in dataset.metrics:
            yield f"is sorted by metric {order!r}, which is not in the dataset {dataset.name}"
        # A filter goes by the column's name, whatever dataset a chart is of.
        elif not any(chart and column.lower() in chart.columns for chart in reached):
            yield "reaches no chart"
