"""Refuses assets that Superset would import and then not show as they are meant: without a server, in a second."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from movies_lakehouse.outputs.dashboards.assets import Asset
from movies_lakehouse.outputs.dashboards.charts import chart_problems
from movies_lakehouse.outputs.dashboards.datasets import Dataset, dataset_problems, read_datasets
from movies_lakehouse.outputs.dashboards.gold import RECORDS, Gold
from movies_lakehouse.outputs.dashboards.layout import Layout, dashboard_problems

KINDS = ("databases", "datasets", "charts", "dashboards")
Assets = dict[str, Asset]
# What an asset of a kind must have, and of which type.
REQUIRED: dict[str, dict[str, type]] = {
    "databases": {"database_name": str, "sqlalchemy_uri": str},
    "datasets": {"table_name": str, "catalog": str, "schema": str, "columns": list, "database_uuid": str},
    "charts": {"slice_name": str, "viz_type": str, "params": dict, "query_context": str, "dataset_uuid": str},
    "dashboards": {"dashboard_title": str, "slug": str, "position": dict, "metadata": dict},
}
ALWAYS = {"uuid": str, "version": str}


def problems(assets: Assets, gold: Gold) -> list[str]:
    """What is wrong with the assets, one line each that begins with the asset's file; none where all is well."""
    # Where an asset lacks a part, what others say of that part is not worth reading.
    if incomplete := [*shape_problems(assets), *identity_problems(assets)]:
        return incomplete
    by_kind = {kind: {name: asset for name, asset in assets.items() if kind_of(name) == kind} for kind in KINDS}
    datasets = read_datasets(by_kind["datasets"], gold)
    layouts = {name: Layout.of(asset) for name, asset in by_kind["dashboards"].items()}
    charts = {asset["uuid"]: name for name, asset in by_kind["charts"].items()}
    of_chart = {asset["uuid"]: datasets.get(asset["dataset_uuid"]) for asset in by_kind["charts"].values()}
    return [
        *(f"{name}: {what}" for name, asset in by_kind["databases"].items() for what in database_problems(asset)),
        *(line for name in by_kind["datasets"] for line in dataset_problems(name, assets, gold)),
        *(line for name, asset in by_kind["charts"].items() for line in chart_problems(name, asset, datasets)),
        *(line for name, layout in layouts.items() for line in dashboard_problems(name, layout, of_chart, datasets)),
        *unshown(charts, layouts),
        *(line for name in layouts for line in exposure_problems(name, layouts[name], of_chart, gold)),
    ]


def kind_of(name: str) -> str:
    return name.partition("/")[0]


def shape_problems(assets: Assets) -> Iterator[str]:
    for name, asset in assets.items():
        if name == "metadata.yaml":
            continue
        if kind_of(name) not in KINDS:
            yield f"{name}: assets are in {', '.join(KINDS)}; move it there"
            continue
        for key, type_ in (REQUIRED[kind_of(name)] | ALWAYS).items():
            if not isinstance(asset.get(key), type_) or not asset[key]:
                yield f"{name}: {key} is missing, or is no {type_.__name__}"


def identity_problems(assets: Assets) -> Iterator[str]:
    """Two assets with one uuid: Superset keeps the second."""
    seen: dict[str, str] = {}
    for name, asset in assets.items():
        if (uuid := asset.get("uuid")) and seen.setdefault(uuid, name) != name:
            yield f"{name}: its uuid is that of {seen[uuid]}; give it another one"


def database_problems(database: Asset) -> Iterator[str]:
    if urlsplit(database["sqlalchemy_uri"]).password:
        yield "a password stands in sqlalchemy_uri; Superset finds it in its secrets"


def unshown(charts: dict[str, str], layouts: dict[str, Layout]) -> Iterator[str]:
    shown = {uuid for layout in layouts.values() for uuid in layout.charts.values()}
    yield from (f"{name}: no dashboard shows it" for uuid, name in charts.items() if uuid not in shown)


def exposure_problems(name: str, layout: Layout, of_chart: dict[str, Dataset | None], gold: Gold) -> Iterator[str]:
    """dbt is to know what a dashboard reads: who changes a table then sees who is affected."""
    address = f"/superset/dashboard/{layout.slug}/"
    known = [tables for url, tables in gold.exposures.items() if url.endswith(address)]
    shown = [of_chart.get(uuid) for uuid in layout.charts.values()]
    # No model makes the records, so that dbt cannot know them.
    reads = set().union(*(dataset.tables for dataset in shown if dataset)) - RECORDS.keys()
    if not known:
        yield f"{name}: dbt/models/exposures.yml has no exposure with the url ...{address}"
    elif known[0] != reads:
        named, read = ", ".join(sorted(known[0])), ", ".join(sorted(reads))
        yield f"{name}: its exposure depends on {named}, its charts read {read}"
