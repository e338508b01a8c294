"""The functions of AWS Lambda that the state machine calls: `ingest --once`, `transform --once`, and a last look.

What they raise decides what the state machine does: the name of the error's class, and its one line.
"""

import logging
from collections import Counter
from collections.abc import Sequence
from multiprocessing.context import BaseContext
from threading import Lock, RLock
from typing import Any

from ingest.common.logging import log, start_logging
from ingest.common.settings import StoreSettings, read_settings, settings
from ingest.contracts import read_contracts, tables
from ingest.landing.events import announced, provider_of
from ingest.landing.once import drain
from ingest.service import open_intake
from movies_lakehouse.build.once import build_once, is_current

# The daily look at all of landing, for what events have not told: lost ones, and files in the folder of no provider.
DAILY = "Scheduled Event"

start_logging(logging.WARNING)
logging.getLogger("pyiceberg").setLevel(logging.ERROR)


# dbt makes locks for processes, which need shared memory, and Lambda has none. It has but threads to lock.
processes: Any = BaseContext
processes.Lock, processes.RLock = (lambda _: Lock()), (lambda _: RLock())


def bronze(event: object, _: object) -> dict[str, int]:
    """
    Takes in what lies in the folders of which the event tells, or in all of landing; how many files became what.

    BadEvent when it is no event. Files in other places wait for the daily look.
    """
    store = read_settings(StoreSettings)
    receipts = [receipt for folder in folders(event, store.landing) for receipt in drain(open_intake(store, folder))]
    # Not the receipts: a state machine takes 256 KB. The log has a line for each.
    return dict(Counter(receipt.status for receipt in receipts))


def folders(event: object, landing: str) -> Sequence[str | None]:
    """What to look at: the folders of providers, or all, which is None."""
    if isinstance(event, dict) and event.get("detail-type") == DAILY:
        return [None]
    providers = {table.provider for table in tables(read_contracts()).values()}
    return sorted({found for each in announced(event) if (found := provider_of(each, landing, providers))})


def silver(_: object, __: object) -> dict[str, Any]:
    """Builds, tests and publishes silver and gold in one, if they are not those of bronze."""
    build = build_once(settings(), lambda: log.info("build started"))
    for warning in build.warnings:
        log.warning("build warning", outcome=warning)
    return {"published": build.published, "warnings": len(build.warnings)}


def gold(_: object, __: object) -> dict[str, bool]:
    """Whether gold is that of bronze, or another delivery has arrived since."""
    return {"is_current": is_current(settings())}
