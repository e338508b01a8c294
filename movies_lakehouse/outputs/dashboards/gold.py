"""The tables that dashboards may read, and the dashboards that dbt knows of: no lake is asked."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.bronze.tables import DELIVERIES, DELIVERY_COLUMNS
from movies_lakehouse.build.dbt_runner import parsed, published_name
from movies_lakehouse.build.service_engine import COLUMNS
from movies_lakehouse.lake.builds import BUILDS

# Tables that no model makes: what ingest and builds record of themselves.
RECORDS = {DELIVERIES: {name for name, *_ in DELIVERY_COLUMNS}, BUILDS: set(COLUMNS)}


@dataclass(frozen=True)
class Gold:
    """Columns by table, records too, and the tables of models that each exposure depends on by its address."""

    tables: dict[str, set[str]]
    exposures: dict[str, set[str]]


def read_gold() -> Gold:
    """What dbt's models promise of gold; MoviesError when the project cannot be parsed."""
    with TemporaryDirectory() as folder:
        manifest = parsed(Path(folder), "embedded")
    models = {key: node for key, node in manifest.nodes.items() if node.resource_type == "model"}
    return Gold(
        tables={
            published_name(node): {name.lower() for name in node.columns}
            for node in models.values()
            if node.fqn[1] == "gold"
        }
        | RECORDS,
        exposures={
            str(exposure.url): {published_name(models[node]) for node in exposure.depends_on.nodes}
            for exposure in manifest.exposures.values()
        },
    )
