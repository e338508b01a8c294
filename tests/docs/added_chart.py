"""The chart that docs/dashboards.md adds in five steps, each done to a copy of dashboards/ as the page says it."""

import re
from pathlib import Path
from textwrap import dedent
from typing import Any

import yaml

from movies_lakehouse.outputs.dashboards.assets import Asset, text_of
from tests.docs.pages import ROOT, text

PAGE = ROOT / "docs" / "dashboards.md"
TITLE, UUID = "Year of the oldest movie", "5f0f3c1e-6b7a-4b8e-9c39-0d1a7e2f4b60"
CHART, MODEL = "charts/oldest_movie.yaml", "charts/movies.yaml"
DATASET, DASHBOARD = "datasets/Lakehouse/movies_unified.yaml", "dashboards/movies.yaml"


def section() -> str:
    return text(PAGE).split("\n## Add a chart in five steps\n")[1].split("\n## ")[0]


def shown() -> list[Any]:
    """What the page shows as YAML: the metric, and the chart's place."""
    blocks = re.findall(r"^ +```yaml\n(.*?)^ +```$", section(), re.MULTILINE | re.DOTALL)
    return [yaml.safe_load(dedent(block)) for block in blocks]


def copy_a_chart(folder: Path) -> None:
    chart = read(folder / MODEL) | {"slice_name": TITLE, "uuid": UUID}
    write(folder / CHART, chart)


def say_what_it_shows(folder: Path) -> None:
    chart = read(folder / CHART)
    chart["params"] |= {"metric": "oldest_year", "y_axis_format": "d"}
    chart["query_context"] = chart["query_context"].replace('"movies"', '"oldest_year"')
    write(folder / CHART, chart)


def give_the_dataset_what_it_lacks(folder: Path) -> None:
    dataset = read(folder / DATASET)
    dataset["metrics"] += shown()[0]
    write(folder / DATASET, dataset)


def name_it_in_a_dashboard(folder: Path) -> None:
    dashboard = read(folder / DASHBOARD)
    [(key, place)] = shown()[1].items()
    dashboard["position"][key] = place
    dashboard["position"]["ROW-1"]["children"].append(key)
    dashboard["position"]["CHART-movies_with_roi"]["meta"]["width"] = 2
    write(folder / DASHBOARD, dashboard)


def read(file: Path) -> Asset:
    asset: Asset = yaml.safe_load(file.read_text("utf-8"))
    return asset


def write(file: Path, asset: Asset) -> None:
    file.write_text(text_of(asset), "utf-8")
