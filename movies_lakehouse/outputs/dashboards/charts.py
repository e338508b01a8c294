"""Charts: each name and each piece of SQL in one is of its dataset."""

from collections.abc import Iterator

from movies_lakehouse.outputs.dashboards.assets import Asset
from movies_lakehouse.outputs.dashboards.datasets import Dataset, expression_problems
from movies_lakehouse.outputs.dashboards.named import COLUMN, EITHER, METRIC, SQL, Named, labels, named_by

# They take a title with tags for markup unless they are told not to.
TABLES = ("table", "pivot_table_v2")


def chart_problems(name: str, chart: Asset, datasets: dict[str, Dataset]) -> Iterator[str]:
    dataset = datasets.get(chart["dataset_uuid"])
    if not dataset:
        yield f"{name}: dataset_uuid is that of no dataset here"
        return
    if chart["params"].get("viz_type") != chart["viz_type"]:
        yield f"{name}: viz_type is {chart['viz_type']!r}, and in params {chart['params'].get('viz_type')!r}"
    if chart["viz_type"] in TABLES and chart["params"].get("allow_render_html") is not False:
        yield f"{name}: a title could bring markup: in Customize, untick Render columns in HTML format"
    own = labels(chart["params"])
    try:
        # The same mistake in the chart and in its query is one.
        yield from dict.fromkeys(
            f"{name}: {what}" for each in named_by(chart) for what in problems_of(each, dataset, own)
        )
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        yield f"{name}: params or query_context is not as Superset writes it: {error}"


def problems_of(named: Named, dataset: Dataset, own: set[str]) -> Iterator[str]:
    if named.kind == SQL:
        yield from expression_problems(named.where, named.text, dataset.columns)
    elif not is_known(named, dataset, own):
        yield f"{named.where}: {named.kind} {named.text!r} is not in the dataset {dataset.name}"


def is_known(named: Named, dataset: Dataset, own: set[str]) -> bool:
    # Superset looks for a metric as it is written; a column's case is nothing to Trino.
    is_column, is_metric = named.text.lower() in dataset.columns, named.text in dataset.metrics
    return {COLUMN: is_column, METRIC: is_metric, EITHER: is_column or is_metric or named.text in own}[named.kind]
