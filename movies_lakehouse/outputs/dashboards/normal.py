"""One form of an asset, however often Superset has stored it: no numbers of its database, no order of its own."""

import json
from typing import Any

from movies_lakehouse.outputs.dashboards.assets import Asset

# What Superset adds by itself and what says nothing to a reader of the file.
PARAMS = {"datasource", "slice_id", "dashboards", "dashboardId", "url_params", "extra_form_data", "annotation_layers"}
CONDITION = {"filterOptionName", "isExtra", "isNew", "datasourceWarning", "operatorId"}
METRIC = {"optionName"}
FILTER = {"chartsInScope", "tabsInScope"}
METADATA = {"chart_configuration", "global_chart_configuration"} | {
    f"{what}label_colors" for what in ("", "map_", "shared_")
}
BY_NAME = {"columns": "column_name", "metrics": "metric_name"}


def normal(asset: Asset) -> Asset:
    """The asset without what only says where and when it was stored; two that mean the same are equal."""
    kept = without_empty(asset)
    for key, name in BY_NAME.items():
        if isinstance(kept.get(key), list):
            kept[key] = sorted(map(without_empty, kept[key]), key=lambda each: str(each[name]))
    if "params" in kept and "slice_name" in kept:
        kept["params"] = params(kept["params"])
    if "query_context" in kept:
        kept["query_context"] = query(kept["query_context"])
    if "position" in kept:
        number_charts(kept)
    return kept


def without_empty(value: dict[str, Any]) -> dict[str, Any]:
    return {key: each for key, each in value.items() if each not in (None, "", [], {})}


def without(value: Any, keys: set[str]) -> Any:
    """The same without these keys, nor any that says nothing, however deep."""
    if isinstance(value, list):
        return [without(each, keys) for each in value]
    if not isinstance(value, dict):
        return value
    return {key: without(each, keys) for key, each in value.items() if key not in keys and each is not None}


def params(given: dict[str, Any]) -> dict[str, Any]:
    return dict(without(given, PARAMS | CONDITION | METRIC))


def query(text: str) -> str:
    """The chart's query without the chart, which it repeats, and without the dataset's number."""
    asked = json.loads(text)
    asked.pop("form_data", None)
    asked["datasource"] = {"id": 0, "type": "table"}
    asked["queries"] = [without(each, PARAMS | CONDITION | METRIC) for each in asked["queries"]]
    return json.dumps(asked, sort_keys=True)


def number_charts(dashboard: Asset) -> None:
    """Charts count from 1 in the order of their places' names, and filters speak of them so."""
    position = json.loads(json.dumps(dashboard["position"]))
    charts = [position[key] for key in sorted(position) if key.startswith("CHART-")]
    numbers = {chart["meta"].get("chartId"): number for number, chart in enumerate(charts, 1)}
    for chart in charts:
        chart["meta"]["chartId"] = numbers[chart["meta"].get("chartId")]
    metadata = without(dashboard.get("metadata", {}), METADATA | FILTER)
    for each in metadata.get("native_filter_configuration", []):
        scope = each.get("scope", {})
        scope["excluded"] = sorted(numbers[chart] for chart in scope.get("excluded", []) if chart in numbers)
    dashboard["position"], dashboard["metadata"] = position, metadata
