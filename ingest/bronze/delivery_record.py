"""The record of a delivery: a row of `bronze.deliveries`, and the properties of every snapshot that belongs to it.

A commit and the record of it are one thing, so that a crash between two commits leaves enough to go on from.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Literal

from pydantic import TypeAdapter
from pyiceberg.table import Table as IcebergTable
from pyiceberg.table.snapshots import Snapshot


@dataclass(frozen=True)
class DeliveryRecord:
    """What is known about a delivery that was taken in; `snapshot_id` is that of its rows, if it had any."""

    table_name: str
    provider: str
    file: str
    sha256: str
    bytes: int
    rows: int
    malformed_records: int
    unexpected_columns: str | None
    status: Literal["loaded", "empty", "quarantined"]
    reason: str | None
    delivered_on: date | None
    loaded_at: datetime
    snapshot_id: int | None
    archive: str

    def properties(self) -> dict[str, str]:
        """The record as properties of a snapshot: `movies.file`, `movies.sha256`, `movies.loaded-at` and so on."""
        return {KEYS[name]: str(value) for name, value in asdict(self).items() if value is not None}

    def same_delivery(self, other: "DeliveryRecord") -> bool:
        """Whether both are about the same bytes under the same name."""
        return (self.table_name, self.file, self.sha256) == (other.table_name, other.file, other.sha256)


KEYS = {each.name: "movies." + each.name.replace("_", "-") for each in fields(DeliveryRecord)}
RECORDS = TypeAdapter(DeliveryRecord)
# Snapshots keep for ever what version 0.1 wrote into them.
OLD_KEYS = {"movies.unreadable-rows": "malformed_records", "movies.undeclared-columns": "unexpected_columns"}
OLD_STATUS = {"refused": "quarantined"}


def parse_record(values: dict[str, Any]) -> DeliveryRecord:
    """The record in the values of a row or of properties; what is not said is null."""
    return RECORDS.validate_python(dict.fromkeys(KEYS) | values)


def parse_properties(properties: Mapping[str, str]) -> DeliveryRecord:
    """The record in the properties of a snapshot, whichever version committed it."""
    names = OLD_KEYS | {key: name for name, key in KEYS.items()}
    values = {names[key]: value for key, value in properties.items() if key in names}
    return parse_record(values | {"status": OLD_STATUS.get(values["status"], values["status"])})


def history(table: IcebergTable) -> Iterator[Snapshot]:
    """Snapshots that lead to the table's present state, newest first, as far back as they are kept."""
    by_id = {snapshot.snapshot_id: snapshot for snapshot in table.metadata.snapshots}
    snapshot = table.current_snapshot()
    while snapshot:
        yield snapshot
        snapshot = by_id.get(snapshot.parent_snapshot_id or 0)


def recorded_deliveries(table: IcebergTable) -> Iterator[DeliveryRecord]:
    """Records that the snapshots of a bronze table carry, newest commit first."""
    for snapshot in history(table):
        properties = snapshot.summary.additional_properties if snapshot.summary else {}
        if KEYS["sha256"] in properties:
            record = parse_properties(properties)
            # A snapshot that brings a delivery's rows cannot carry its own id.
            yield record if record.snapshot_id or not record.rows else replace(record, snapshot_id=snapshot.snapshot_id)
