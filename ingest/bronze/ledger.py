"""What bronze has taken in so far, read once a run."""

from datetime import UTC, datetime, timedelta

from pyiceberg.catalog import Catalog

from ingest.bronze.delivery_record import DeliveryRecord, parse_record, recorded_deliveries
from ingest.bronze.tables import DELIVERIES


class Ledger:
    """Every delivery that `bronze.deliveries` records."""

    def __init__(self, catalog: Catalog) -> None:
        deliveries = catalog.load_table(DELIVERIES)
        self.records = list(recorded_deliveries(deliveries))
        current = deliveries.current_snapshot()
        total = current.summary["total-records"] if current and current.summary else None
        if len(self.records) != int(total or 0):
            # Old snapshots have been expired, and with them the records they carry: only the rows have them all.
            self.records = [parse_record(row) for row in deliveries.scan().to_arrow().to_pylist()]

    def add(self, record: DeliveryRecord) -> None:
        """Takes note of a delivery that has been recorded since."""
        self.records.append(record)

    def newest(self, table_name: str, file: str) -> DeliveryRecord | None:
        """What was taken in last under a delivery key (table and file name): the same bytes again are a repeat."""
        under_name = (record for record in self.records if record.table_name == table_name and record.file == file)
        return max(under_name, key=lambda record: record.loaded_at, default=None)

    def snapshot_ids(self) -> set[int]:
        """Snapshots that brought the rows of recorded deliveries."""
        return {record.snapshot_id for record in self.records if record.snapshot_id}

    def next_moment(self, table_name: str) -> datetime:
        """Now, or just after the newest delivery of a table where the clock has gone back."""
        moments = [record.loaded_at for record in self.records if record.table_name == table_name]
        return max([datetime.now(UTC), *(moment + timedelta(microseconds=1) for moment in moments)])
