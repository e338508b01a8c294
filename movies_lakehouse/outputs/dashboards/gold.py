"""The tables that readers see, and the dashboards that dbt knows of: both from the dbt project alone."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from movies_lakehouse.build.dbt_runner import parsed, published_name


@dataclass(frozen=True)
class Gold:
    """Columns by table, and the tables that each exposure depends on by its address."""

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
        },
        exposures={
            str(exposure.url): {published_name(models[node]) for node in exposure.depends_on.nodes}
            for exposure in manifest.exposures.values()
        },
    )
