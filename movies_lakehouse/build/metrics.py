"""What the dbt service tells Prometheus: builds since it was started, and what the lake's own records say."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

import prometheus_client as prometheus
from prometheus_client import REGISTRY, CollectorRegistry, Histogram
from prometheus_client.core import GaugeMetricFamily as Gauge
from prometheus_client.core import Metric
from prometheus_client.registry import Collector
from pyiceberg.catalog import Catalog
from pyiceberg.table import Table

from ingest.bronze.delivery_record import DeliveryRecord
from ingest.bronze.ledger import Ledger
from ingest.bronze.tables import DELIVERIES
from ingest.contracts import Contract, tables
from movies_lakehouse.lake.builds import BUILDS, BUILT, ERRORS
from movies_lakehouse.lake.layers import LAYERS

SECONDS = (2.5, 5, 10, 20, 40, 60, 120, 300, 900, 3600)
DAY_SECONDS = 86400
# Of a table's current snapshot, as Iceberg has them.
TOTALS = {"data_files": "total-data-files", "bytes": "total-files-size", "rows": "total-records"}

Tell = Callable[[Table], list[Metric]]


class BuildMetrics:
    """Counts builds by what became of them, in the words of `gold.builds`."""

    def __init__(self, registry: CollectorRegistry = REGISTRY) -> None:
        self.builds = prometheus.Counter("movies_builds", "Builds of silver and gold.", ["status"], registry=registry)
        self.seconds = Histogram("movies_build_duration_seconds", "Of a build.", buckets=SECONDS, registry=registry)
        for status in (BUILT, *ERRORS):
            self.builds.labels(status)

    def count(self, status: str, seconds: float) -> None:
        self.builds.labels(status).inc()
        self.seconds.observe(seconds)


class LakeMetrics(Collector):
    """
    What the lake's own records say, as of the last `refresh`: a scrape reads nothing.

    It does not matter who has loaded or built, nor when this service was started. A table's rows are read once for each
    of its snapshots.
    """

    def __init__(self, contracts: Collection[Contract], registry: CollectorRegistry = REGISTRY) -> None:
        self.cadence = Gauge("movies_delivery_cadence_seconds", "How often a delivery is due.", labels=["provider"])
        for contract in contracts:
            self.cadence.add_metric([contract.provider], contract.cadence_days * DAY_SECONDS)
        self.columns = [(each.name, column) for each in tables(contracts).values() for column in each.columns]
        self.metrics: list[Metric] = [self.cadence]
        self.known: dict[tuple[str, ...], tuple[int | None, list[Metric]]] = {}
        registry.register(self)

    def collect(self) -> Iterator[Metric]:
        yield from self.metrics

    def refresh(self, catalog: Catalog) -> None:
        """Read anew what has changed; an error of the catalog or the store leaves the figures as they were."""
        names = [(layer, name) for layer in LAYERS for _, name in catalog.list_tables(layer)]
        there = {f"{layer}.{name}": catalog.load_table((layer, name)) for layer, name in names}
        read: dict[str, Tell] = {
            DELIVERIES: lambda _: of_deliveries(Ledger(catalog).records),
            BUILDS: of_builds,
            "silver.row_accounting": of_rows,
            "gold.rejected_by_rule": lambda table: of_rules(table, self.columns),
        }
        told = [metric for name, tell in read.items() if name in there for metric in self.once(there[name], tell)]
        # At one stroke: a scrape never sees half of it.
        self.metrics = [self.cadence, *of_tables(there), *told]

    def once(self, table: Table, tell: Tell) -> list[Metric]:
        current = table.current_snapshot()
        snapshot = current.snapshot_id if current else None
        if self.known.get(table.name(), (0, []))[0] != snapshot:
            self.known[table.name()] = snapshot, tell(table)
        return self.known[table.name()][1]


def of_tables(tables: Mapping[str, Table]) -> list[Metric]:
    """Size of each table, from its metadata alone."""
    labels = ["layer", "table"]
    snapshots = Gauge("movies_table_snapshots", "Snapshots that are kept.", labels=labels)
    totals = {each: Gauge(f"movies_table_{each}", f"Current {each} of a table.", labels=labels) for each in TOTALS}
    for name, table in tables.items():
        where = name.split(".")
        snapshots.add_metric(where, len(table.metadata.snapshots))
        current = table.current_snapshot()
        summary = current.summary if current else None
        for total, key in TOTALS.items():
            totals[total].add_metric(where, int((summary[key] if summary else None) or 0))
    return [snapshots, *totals.values()]


def of_deliveries(records: Iterable[DeliveryRecord]) -> list[Metric]:
    """Of each table its newest delivery, by the day in the file's name, and load; and its quarantined files."""
    labels = ["provider", "table"]
    days = Gauge("movies_newest_delivery_timestamp_seconds", "Day of the newest delivery with rows.", labels=labels)
    loads = Gauge("movies_newest_load_timestamp_seconds", "Moment of the newest load.", labels=labels)
    quarantined = Gauge("movies_quarantined_files", "Quarantined files that no good one has replaced.", labels=labels)
    by_table: dict[tuple[str, str], list[DeliveryRecord]] = {}
    for record in sorted(records, key=lambda record: record.loaded_at):
        by_table.setdefault((record.provider, record.table_name), []).append(record)
    for table, deliveries in by_table.items():
        if loaded := [record for record in deliveries if record.status == "loaded"]:
            days.add_metric(table, max(start_of(each.delivered_on or each.loaded_at.date()) for each in loaded))
            loads.add_metric(table, loaded[-1].loaded_at.timestamp())
        newest = {record.file: record.status for record in deliveries}
        quarantined.add_metric(table, sum(status == "quarantined" for status in newest.values()))
    return [days, loads, quarantined]


def start_of(day: date) -> float:
    return datetime.combine(day, time(), UTC).timestamp()


def of_builds(table: Table) -> list[Metric]:
    builds = rows(table, "number", "built_at", "status")
    newest = max(builds, key=lambda build: build["number"], default={"status": BUILT})
    good = [build["built_at"].timestamp() for build in builds if build["status"] == BUILT]
    return [
        Gauge("movies_last_build_failed", "Whether the newest build failed: 1 or 0.", newest["status"] != BUILT),
        Gauge("movies_last_good_build_timestamp_seconds", "Moment of the last good build.", max(good, default=0)),
    ]


def of_rows(table: Table) -> list[Metric]:
    rejected = Gauge("movies_rejected_rows", "Rows that the last good build rejected.", labels=["provider", "table"])
    for row in rows(table, "provider", "table_name", "rejected"):
        rejected.add_metric([row["provider"], row["table_name"]], row["rejected"])
    return [rejected]


def of_rules(table: Table, columns: Iterable[tuple[str, str]]) -> list[Metric]:
    """Of each column, as (table, column), how many values were rejected; 0 where none was."""
    rejected = Gauge("movies_rejected_values", "Values that the last good build rejected.", labels=["table", "column"])
    counts = Counter(dict.fromkeys(columns, 0))
    for rule in rows(table, "table_name", "column_name", "rejects", "times"):
        counts[rule["table_name"], rule["column_name"]] += rule["times"] if rule["rejects"] == "value" else 0
    for column, times in counts.items():
        rejected.add_metric(column, times)
    return [rejected]


def rows(table: Table, *columns: str) -> list[dict[str, Any]]:
    return list(table.scan(selected_fields=columns).to_arrow().to_pylist())
