"""Of many parts that are not well, those that the others suffer from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from movies_lakehouse.outputs.checked import Checked

# Every part of a stack with those that it needs, which come before it.
NEEDS: dict[str, tuple[str, ...]] = {
    "containers": (),
    "init": (),
    "postgres": ("init",),
    "minio": ("init",),
    "catalog": ("postgres", "minio"),
    "catalog-ingest": ("catalog",),
    "gateway": ("catalog-ingest",),
    "provision": ("gateway",),
    "demo": ("provision",),
    "trino": ("init",),
    "trino-worker": ("trino",),
    "ingest": ("demo", "gateway"),
    "dbt": ("trino", "ingest"),
    "superset-provision": ("postgres", "dbt"),
    "superset": ("superset-provision", "postgres"),
    "metabase-database": ("postgres",),
    "metabase": ("metabase-database", "postgres"),
    "metabase-provision": ("metabase", "dbt"),
    "metabase-gateway": ("metabase-provision", "metabase"),
    "airflow-provision": ("postgres",),
    "airflow-api": ("airflow-provision", "postgres"),
    "airflow-scheduler": ("airflow-api",),
    "airflow-triggerer": ("airflow-api",),
    "airflow-dag-processor": ("airflow-api",),
    "prometheus": (),
    "grafana": ("init", "prometheus"),
    "Trino": ("trino",),
    "landing bucket": ("gateway",),
    "gold": ("Trino", "dbt"),
}


@dataclass(frozen=True)
class Part:
    """A part of a stack as it was found; one that `stopped` is nobody else's fault."""

    name: str
    checked: Checked
    stopped: bool = False


def causes_first(parts: Iterable[Part]) -> list[Checked]:
    """The causes, what suffers from them, and the parts that are well; each in the order in which they need another."""
    found = sorted(parts, key=lambda part: place(part.name))
    bad = [part.name for part in found if part.checked.remedy]
    roots: list[Checked] = []
    suffering: list[Checked] = []
    for part in found:
        cause = next((name for name in bad if name in upstream(part.name)), None)
        if cause and part.checked.remedy and not part.stopped:
            suffering.append(replace(part.checked, remedy=f"look at {cause} first"))
        elif part.checked.remedy:
            roots.append(part.checked)
    return roots + suffering + [part.checked for part in found if not part.checked.remedy]


def place(name: str) -> int:
    return list(NEEDS).index(name) if name in NEEDS else len(NEEDS)


def upstream(name: str) -> set[str]:
    """
    All that a part needs, and what that needs.

    >>> sorted(upstream("catalog"))
    ['init', 'minio', 'postgres']
    """
    needed = NEEDS.get(name, ())
    return set(needed).union(*map(upstream, needed))
