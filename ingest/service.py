"""The ingest service: takes in what lies in landing, for ever."""

import logging
import os
import signal
import sys

from ingest.bronze.archive import Archive
from ingest.common.connections import open_catalog, open_store
from ingest.common.errors import MoviesError
from ingest.common.health import Health
from ingest.common.logging import log, start_logging
from ingest.common.settings import IngestSettings, read_settings
from ingest.contracts import read_contracts, tables
from ingest.landing.intake import Intake
from ingest.landing.queue import Landing
from ingest.landing.watch import Watch


def leave(*_: object) -> None:
    """Ends at once: whatever is half done is completed by the next round, as after a crash."""
    os._exit(0)


def run(settings: IngestSettings, health: Health) -> None:
    s3 = (settings.s3_endpoint, settings.s3_key, settings.s3_secret)
    store, known = open_store(*s3), tables(read_contracts())
    intake = Intake(
        Landing(store, known),
        Archive(store, "lakehouse/archive"),
        known,
        lambda: open_catalog(settings.catalog_uri, settings.catalog_token, *s3),
    )
    Watch(intake, health, settings.reconcile_seconds).for_ever()


def main() -> int:
    """Runs the service until a signal ends it; the exit code of a setting or contract that makes no sense."""
    signal.signal(signal.SIGTERM, leave)
    start_logging(logging.WARNING)
    # It warns of each manifest that it may not delete after a commit that came second.
    logging.getLogger("pyiceberg").setLevel(logging.ERROR)
    try:
        settings = read_settings(IngestSettings)
        log.info("started", outcome=f"looks at {settings.s3_endpoint}, writes to {settings.catalog_uri}")
        run(settings, Health())
    except MoviesError as error:
        log.error("stopped", outcome=str(error))
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
