"""A round of the service: all that is pending in landing enters bronze, version by version, and leaves landing.

Why that is exact, with any number of services at work and any of them killed at any time:

- Each delivery key (table and file name) is a queue of versions. A version is taken out only once it is recorded in
  the ledger, and only then is the next one begun. So whoever lists landing, and reads the ledger after that, knows of
  every version before the one it lists as the oldest: `ingest` reads the ledger first, and is given one version of
  each key.
- If the version is gone when it is opened, another service has settled it. If it is taken out later, whatever this
  service still commits for it is found to be there already: `commits.commit_once` looks for the same bytes later than
  the version before, and the catalog takes a commit only upon the snapshot that was looked at.
- What a killed service leaves is in the queue still, or in bronze unrecorded, which the next `ingest` completes first.
"""

import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property

from pyiceberg.catalog import Catalog

from ingest.bronze.archive import Archive
from ingest.bronze.deliveries import Delivery
from ingest.bronze.loader import ingest
from ingest.bronze.migration import is_outdated, migrate_bronze
from ingest.bronze.receipt import Receipt
from ingest.bronze.retired import retire
from ingest.common.errors import MoviesError, is_fault
from ingest.common.logging import log
from ingest.common.openlineage import NOBODY
from ingest.contracts.table import Table
from ingest.landing.queue import RETIRE, Landed, Landing, Vanished, Version


class Intake:
    """
    Takes in what is pending; `on_settled` is given a receipt for each file that leaves landing.

    `on_listed` is given the number of files there, whenever landing is listed.
    """

    def __init__(
        self, landing: Landing, archive: Archive, tables: Mapping[str, Table], open_catalog: Callable[[], Catalog]
    ) -> None:
        self.landing, self.archive, self.tables, self.open_catalog = landing, archive, tables, open_catalog
        self.events = NOBODY
        self.on_settled: Callable[[Receipt], None] = lambda receipt: None
        self.on_listed: Callable[[int], None] = lambda count: None
        self.failures: Counter[Version] = Counter()
        self.given_up: set[Version] = set()
        self.under_way: dict[tuple[str, str], Landed] = {}

    @cached_property
    def catalog(self) -> Catalog:
        catalog = self.open_catalog()
        if is_outdated(catalog):
            migrate_bronze(catalog)
        return catalog

    def round(self) -> set[str]:
        """Takes in until nothing is pending; gives what a peek at landing saw then. Raises what stops all of it."""
        self.given_up.clear()
        seen = self.landing.peek()
        deliveries, unmatched = self.waiting()
        # With nothing pending too: tables may be missing, and deliveries half recorded.
        self.take_in(deliveries)
        while deliveries or unmatched:
            self.quarantine(unmatched)
            seen = self.landing.peek()
            deliveries, unmatched = self.waiting()
            if deliveries:
                self.take_in(deliveries)
        return seen

    def waiting(self) -> tuple[list[Landed], list[tuple[Version, str]]]:
        """What is pending and was not given up in this round, as it arrived; but what has failed lets others pass."""
        deliveries, unmatched = self.landing.waiting()
        self.on_listed(len(deliveries) + len(unmatched))
        deliveries = [each for each in deliveries if each.version not in self.given_up]
        deliveries.sort(key=lambda landed: (self.failures[landed.version], landed.version.modified))
        return deliveries, sorted(unmatched, key=lambda each: self.failures[each[0]])

    def take_in(self, deliveries: list[Landed]) -> None:
        self.under_way = {(landed.table.name, landed.name): landed for landed in deliveries}
        ingest(deliveries, self.catalog, self.archive, self.tables, self.settle, self.fail, self.events)

    def settle(self, receipt: Receipt) -> None:
        version = self.under_way[receipt.table, receipt.file].version
        with self.blamed(version):
            if receipt.reason:
                self.landing.quarantine(version, receipt.reason)
            else:
                self.landing.leave(version)
        log.info("delivery", table=receipt.table, file=receipt.file, outcome=receipt.outcome())
        self.on_settled(receipt)

    def quarantine(self, unmatched: list[tuple[Version, str]]) -> None:
        for version, reason in unmatched:
            with self.blamed(version):
                if version.key.endswith("/") and not version.size:  # a folder, as some programs make them
                    self.landing.leave(version)
                    continue
                if version.key.startswith(RETIRE):
                    self.retire(version)
                    continue
                self.landing.quarantine(version, reason)
            log.warning("unmatched file", file=version.key, outcome=f"quarantined: {reason}")
            self.on_settled(Receipt("", "", version.key, "", version.size, "quarantined", reason=reason))

    def retire(self, version: Version) -> None:
        provider = version.key.removeprefix(RETIRE).partition("/")[2]
        try:
            names = retire(self.catalog, self.tables, provider)
        except MoviesError as error:
            self.landing.quarantine(version, str(error))
            log.warning("provider not retired", provider=provider, outcome=str(error))
        else:
            self.landing.leave(version)
            log.info("provider retired", provider=provider, outcome=f"builds leave out {', '.join(names)}")

    @contextmanager
    def blamed(self, version: Version) -> Iterator[None]:
        """Remembers which version an error came with; that another service has settled it is none."""
        try:
            yield
        except Vanished:
            pass
        except Exception:
            self.failures[version] += 1
            raise

    def fail(self, delivery: Delivery, error: Exception) -> None:
        """Goes on after a fault of one delivery; raises what would stop the others as well."""
        if isinstance(error, Vanished):
            return
        assert isinstance(delivery, Landed)
        with self.blamed(delivery.version):
            if not is_fault(error):
                raise error
        self.given_up.add(delivery.version)
        self.failures[delivery.version] += 1
        if self.failures[delivery.version] == 1:
            trace = "".join(traceback.format_exception(error))
            log.error("fault", table=delivery.table.name, file=delivery.name, outcome=repr(error), trace=trace)
