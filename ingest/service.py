"""The ingest service: takes in what lies in landing, for ever; with `--once` only what lies there now."""

import logging
import os
import signal
import sys
from argparse import ArgumentParser

from prometheus_client import start_http_server

from ingest.bronze.archive import Archive
from ingest.common.connections import open_catalog, open_store
from ingest.common.errors import BadContract, MoviesError
from ingest.common.health import Health
from ingest.common.logging import lineage_events, log, start_logging
from ingest.common.receiver import METRICS_PORT, Receiver, Wake
from ingest.common.settings import EventSettings, IngestSettings, StoreSettings, read_settings
from ingest.common.suggestions import did_you_mean
from ingest.contracts import read_contracts, tables
from ingest.landing.events import is_worth_a_look
from ingest.landing.intake import Intake
from ingest.landing.metrics import IngestMetrics
from ingest.landing.once import drain, exit_code
from ingest.landing.queue import Landing
from ingest.landing.watch import Watch

# As shells tell that a process was ended by SIGTERM.
CUT_SHORT = 128 + signal.SIGTERM


def open_intake(settings: StoreSettings, provider: str | None = None) -> Intake:
    """What takes in all of landing, or one provider's folder; BadContract where no contract is of that name."""
    known = tables(read_contracts())
    providers = {table.provider for table in known.values()}
    if provider and provider not in providers:
        raise BadContract(f"no contract describes the provider {provider!r}; {did_you_mean(provider, providers)}")
    store = open_store(**settings.s3)
    intake = Intake(
        Landing(store, known, provider, settings.landing),
        Archive(store, f"{settings.lakehouse}/archive"),
        known,
        lambda: open_catalog(settings),
    )
    intake.events = lineage_events()
    return intake


def run(settings: IngestSettings, health: Health) -> None:
    wake, intake = Wake(), open_intake(settings)
    watch = Watch(intake, health, settings.reconcile_seconds, wake.sleep)
    signal.signal(signal.SIGTERM, watch.leave)
    IngestMetrics(intake.tables.values()).watch(intake)
    start_http_server(METRICS_PORT)
    if token := read_settings(EventSettings).token:
        providers = {table.provider for table in intake.tables.values()}
        Receiver(token, lambda body: is_worth_a_look(body, providers, settings.landing), wake).start()
    if settings.driver == "airflow":
        # Once, so that a stack that has started has taken in what was there.
        watch.round()
        log.info("rests", outcome="Airflow takes in deliveries")
        health.rests()
    watch.for_ever()


def main(arguments: list[str]) -> int:
    """Runs the service until a signal ends it, or one drain; the exit code as `movies ingest` has them."""
    parser = ArgumentParser("python -m ingest.service", description=__doc__)
    parser.add_argument("--once", action="store_true", help="take in what lies in landing now, and end")
    parser.add_argument("--provider", metavar="NAME", help="with --once: only what lies in this provider's folder")
    given = parser.parse_args(arguments)
    if given.provider and not given.once:
        parser.error("--provider goes with --once")
    # As the first process of a container nobody else ends it.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(CUT_SHORT if given.once else 0))
    start_logging(logging.WARNING)
    # It warns of each manifest that it may not delete after a commit that came second.
    logging.getLogger("pyiceberg").setLevel(logging.ERROR)
    try:
        settings = read_settings(IngestSettings)
        store, catalog = settings.s3_endpoint or "S3", settings.catalog_uri or settings.catalog
        log.info("started", outcome=f"looks at {store}, writes to {catalog}")
        if given.once:
            receipts = drain(open_intake(settings, given.provider))
            log.info("drained", files=len(receipts))
            return exit_code(receipts)
        run(settings, Health())
    except MoviesError as error:
        log.error("stopped", outcome=str(error))
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
