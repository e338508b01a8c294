"""Archives, reads, loads and records each delivery, once; a quarantined one never stops the others."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from threading import Lock

from pyiceberg.catalog import Catalog
from pyiceberg.table import Table as IcebergTable

from ingest.bronze import commits
from ingest.bronze.archive import Archive, Archived, ArchivedFile
from ingest.bronze.deliveries import Delivery, file_errors, fingerprint
from ingest.bronze.delivery_record import DeliveryRecord, recorded_deliveries
from ingest.bronze.ledger import Ledger
from ingest.bronze.load_events import LoadRun
from ingest.bronze.receipt import Receipt, Status
from ingest.bronze.tables import NAMESPACE, create_tables, open_to_write
from ingest.common.errors import BadFile
from ingest.common.lists import listed
from ingest.common.openlineage import NOBODY, Events
from ingest.contracts.table import Table
from ingest.readers.batch import Batch, Findings
from ingest.readers.read import read

TABLES_AT_ONCE = 2


def stop(delivery: Delivery, error: Exception) -> None:
    """What follows when a delivery cannot be taken in and nobody says otherwise: the run ends, saying why."""
    with file_errors(delivery.path):
        raise error


def ingest(
    deliveries: Iterable[Delivery],
    catalog: Catalog,
    archive: Archive,
    tables: Mapping[str, Table],
    on_receipt: Callable[[Receipt], None] = lambda receipt: None,
    on_failure: Callable[[Delivery, Exception], None] = stop,
    events: Events = NOBODY,
) -> list[Receipt]:
    """Brings deliveries into bronze; gives a receipt for each, and to `on_receipt` as soon as it is there.

    First finishes what an interrupted run left half done. `tables` are all tables of the contracts. Where a delivery
    cannot be taken in now (which is no fault of the file), the others go on, unless `on_failure` raises. Neither is
    called twice at the same time. `events` are told of each load.
    """
    made = create_tables(catalog, tables)
    locations = {name: iceberg.location() for name, iceberg in made.items()}
    loader = Loader(catalog, archive, Ledger(catalog), locations, events)
    for name in tables:
        loader.finish_interrupted(tables[name], made[name])
    one_by_one = Lock()

    def take_in_all(group: list[Delivery]) -> list[Receipt]:
        receipts = []
        for delivery in group:
            started = time.monotonic()
            try:
                receipt = replace(loader.take_in(delivery), seconds=round(time.monotonic() - started, 3))
            except Exception as error:
                with one_by_one:
                    on_failure(delivery, error)
            else:
                receipts.append(receipt)
                with one_by_one:
                    on_receipt(receipt)
        return receipts

    # Deliveries of one table stay in their order; reading CSV and writing Parquet leave Python free for another table.
    with ThreadPoolExecutor(TABLES_AT_ONCE) as pool:
        groups = [pool.submit(take_in_all, group) for group in by_table(deliveries)]
        return [receipt for done in as_completed(groups) for receipt in done.result()]


def by_table(deliveries: Iterable[Delivery]) -> list[list[Delivery]]:
    groups: dict[str, list[Delivery]] = {}
    for delivery in deliveries:
        groups.setdefault(delivery.table.name, []).append(delivery)
    return list(groups.values())


@dataclass
class Loader:
    """Brings deliveries into one lake, knowing what it has taken in so far."""

    catalog: Catalog
    archive: Archive
    ledger: Ledger
    locations: Mapping[str, str]
    events: Events

    def take_in(self, delivery: Delivery) -> Receipt:
        """Archives, reads, loads and records one delivery, unless its bytes are the newest under its name."""
        known = self.ledger.newest(delivery.table.name, delivery.name)
        if known and known.status != "quarantined" and known.sha256 == fingerprint(delivery)[0]:
            return receipt(known, "repeat")
        archived = self.archive.put(delivery)
        draft = self.draft(delivery, archived)
        run = LoadRun(self.events, delivery, draft, self.locations[delivery.table.name])
        try:
            done = self.load(delivery.table, draft, known)
        except BadFile as error:
            run.fail(error)
            return self.quarantine(replace(draft, status="quarantined", reason=str(error)), known)
        except Exception as error:
            run.fail(error)
            raise
        run.complete(done.loaded)
        return done

    def draft(self, delivery: Delivery, archived: Archived) -> DeliveryRecord:
        """The record of a delivery before it is read."""
        loaded_at = self.ledger.next_moment(delivery.table.name)
        return DeliveryRecord(
            table_name=delivery.table.name,
            provider=delivery.table.provider,
            file=delivery.name,
            sha256=archived.sha256,
            bytes=archived.size,
            rows=0,
            malformed_records=0,
            unexpected_columns=None,
            status="empty",
            reason=None,
            delivered_on=delivery.table.day_in(delivery.name, loaded_at).day,
            loaded_at=loaded_at,
            snapshot_id=None,
            archive=archived.location,
        )

    def load(self, table: Table, draft: DeliveryRecord, known: DeliveryRecord | None) -> Receipt:
        """Reads an archived delivery into its table; BadFile, with nothing loaded, when it cannot be read."""
        since = known.loaded_at if known else None
        findings = Findings()
        iceberg = open_to_write(self.catalog, f"{NAMESPACE}.{table.name}")
        location, rows = commits.write_rows(iceberg, table, self.read(table, draft, findings), draft)
        record = replace(
            draft,
            rows=rows,
            malformed_records=len(findings.malformed),
            unexpected_columns=listed(findings.unexpected) or None,
            status="loaded" if rows else "empty",
        )
        if rows:
            record = commits.append_rows(self.catalog, record, location, since)
        if record.loaded_at != draft.loaded_at or not rows:
            commits.discard(iceberg, location)
        if findings.malformed:
            record = commits.append_malformed(self.catalog, record, findings.malformed, since)
        self.ledger.add(commits.append_delivery(self.catalog, record, since))
        day_problem = table.day_in(record.file, record.loaded_at).problem
        return receipt(
            record, record.status if record.loaded_at == draft.loaded_at else "repeat", findings, day_problem
        )

    def quarantine(self, record: DeliveryRecord, known: DeliveryRecord | None) -> Receipt:
        """Records a file that is quarantined, unless it is the very one that is recorded already."""
        if not (known and known.same_delivery(record) and known.reason == record.reason):
            since = known.loaded_at if known else None
            self.ledger.add(commits.append_delivery(self.catalog, record, since))
        return receipt(record, "quarantined")

    def finish_interrupted(self, table: Table, iceberg: IcebergTable) -> None:
        """Completes deliveries whose rows are in the table, but which were cut short before they were recorded."""
        recorded = self.ledger.snapshot_ids()
        unrecorded = [each for each in recorded_deliveries(iceberg) if each.snapshot_id not in recorded]
        for record in reversed(unrecorded):
            # Another loader may have recorded it by now, or the same bytes again later, which it does only after this.
            since = record.loaded_at - timedelta(microseconds=1)
            if record.malformed_records:
                commits.append_malformed(self.catalog, record, self.reread(table, record).malformed, since)
            self.ledger.add(commits.append_delivery(self.catalog, record, since))

    def reread(self, table: Table, record: DeliveryRecord) -> Findings:
        """What reading a loaded delivery met besides rows: the archive keeps the bytes, and reading them is exact."""
        findings = Findings()
        with suppress(BadFile):
            deque(self.read(table, record, findings), maxlen=0)
        return findings

    def read(self, table: Table, record: DeliveryRecord, findings: Findings) -> Iterator[Batch]:
        return read(ArchivedFile(self.archive, record.archive, record.bytes), table, findings)


def receipt(
    record: DeliveryRecord, status: Status, findings: Findings | None = None, day_problem: str | None = None
) -> Receipt:
    """What to tell of a delivery; figures only where something was read just now."""
    counts = record.status != "quarantined" and status != "repeat"
    return Receipt(
        table=record.table_name,
        provider=record.provider,
        file=record.file,
        sha256=record.sha256,
        bytes=record.bytes,
        status=status,
        read=record.rows + record.malformed_records if counts else 0,
        loaded=record.rows if counts else 0,
        malformed=record.malformed_records if counts else 0,
        first_malformed=findings.first_malformed() if findings else None,
        unexpected=tuple(findings.unexpected) if findings else (),
        reason=record.reason if status == "quarantined" else None,
        delivered_on=record.delivered_on,
        day_problem=day_problem,
    )
