"""What the ingest service has done since it was started, as figures for Prometheus."""

from collections.abc import Iterable
from typing import get_args

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram

from ingest.bronze.receipt import Receipt, Status
from ingest.contracts.table import Table
from ingest.landing.intake import Intake

# A delivery of thirty rows takes half a second, one of a million rows some.
BUCKETS = (0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900)
TABLE = ("provider", "table")


class IngestMetrics:
    """Counts receipts; every figure is there from the start, so that the first quarantined file is a rise from 0."""

    def __init__(self, tables: Iterable[Table], registry: CollectorRegistry = REGISTRY) -> None:
        self.deliveries = Counter("movies_deliveries", "Files taken in.", [*TABLE, "status"], registry=registry)
        self.rows = Counter("movies_rows_loaded", "Rows loaded into bronze.", TABLE, registry=registry)
        self.malformed = Counter("movies_malformed_records", "Malformed records.", TABLE, registry=registry)
        self.unmatched = Counter("movies_unmatched_files", "Quarantined: no contract takes them.", registry=registry)
        self.seconds = Histogram(
            "movies_load_duration_seconds", "Of a load.", TABLE, buckets=BUCKETS, registry=registry
        )
        self.landing = Gauge("movies_landing_files", "Files in landing when it was last listed.", registry=registry)
        for table in tables:
            for counted in (self.rows, self.malformed, self.seconds):
                counted.labels(table.provider, table.name)
            for status in get_args(Status):
                self.deliveries.labels(table.provider, table.name, status)

    def watch(self, intake: Intake) -> None:
        """Counts whatever is settled from now on, before anybody else is told."""
        settled = intake.on_settled

        def count(receipt: Receipt) -> None:
            self.count(receipt)
            settled(receipt)

        intake.on_settled = count
        intake.on_listed = self.landing.set

    def count(self, receipt: Receipt) -> None:
        if not receipt.table:
            self.unmatched.inc()
            return
        labels = (receipt.provider, receipt.table)
        self.deliveries.labels(*labels, receipt.status).inc()
        self.rows.labels(*labels).inc(receipt.loaded)
        self.malformed.labels(*labels).inc(receipt.malformed)
        if receipt.seconds is not None:
            self.seconds.labels(*labels).observe(receipt.seconds)
