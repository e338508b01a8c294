"""The stack's dbt service: builds silver and gold whenever bronze or the project changed since the last good build.

The lake itself is the queue: nothing tells this service what to do, and nothing is lost while it is away.
With `--once` it builds once what bronze has now, and ends.
"""

import logging
import os
import signal
import sys
from argparse import ArgumentParser
from functools import cache
from threading import Thread

from prometheus_client import start_http_server

from ingest.common.connections import open_catalog, open_store
from ingest.common.errors import MoviesError
from ingest.common.health import Health
from ingest.common.logging import log, start_logging
from ingest.common.persistence import Persistence, one_line
from ingest.common.receiver import METRICS_PORT, Receiver, Wake
from ingest.common.settings import BuildSettings, EventSettings, StoreSettings, read_settings, settings, silver_columns
from ingest.contracts import read_contracts
from ingest.landing.events import REMOVED, announced, parsed
from ingest.landing.queue import Landing
from movies_lakehouse.build.dbt_runner import prepare
from movies_lakehouse.build.metrics import BuildMetrics, LakeMetrics
from movies_lakehouse.build.once import build_once
from movies_lakehouse.build.open_engine import chosen, dbt_folder
from movies_lakehouse.build.scheduler import Scheduler

LOOK_SECONDS = 2.0
# Loads and builds of Airflow, and upkeep, are seen by then; those of this service at once.
REFRESH_SECONDS = 300.0
PAUSES = (4.0, 20.0)
# A look takes no longer than that, unless it builds: Trino takes minutes to say that its storage is gone.
GOOD_SECONDS = 900.0
# As shells tell that a process was ended by SIGTERM.
CUT_SHORT = 128 + signal.SIGTERM


def run(health: Health) -> None:
    """Look every LOOK_SECONDS and when woken, for ever; after an error less and less often."""
    given = read_settings(BuildSettings)
    open_engine, target = chosen(given)
    prepare(dbt_folder(settings()), target)
    scheduler = Scheduler(
        lambda: open_engine(settings()), health, silver_columns(given.accept_loss), lambda: bool(landing().peek())
    )
    persistence, wake = Persistence(health, Exception, PAUSES, GOOD_SECONDS), Wake()
    if token := read_settings(EventSettings).token:
        # What has left landing is in bronze, whoever took it there; which object it was makes no difference.
        Receiver(token, lambda body: bool(announced(parsed(body), REMOVED)), wake).start()
    tell_metrics(scheduler)
    while True:
        if wrong := persistence.until_it_works(scheduler.look):
            health.bad(wrong)
        elif given.driver == "airflow":
            log.info("rests", outcome="Airflow builds")
            health.rests()
        else:
            health.good(GOOD_SECONDS)
        if wake.sleep(LOOK_SECONDS):
            log.info("woken", outcome="an event told of a file that has left landing")


def tell_metrics(scheduler: Scheduler) -> None:
    """Counts builds, and reads the lake's figures in a thread of its own, so that no build waits for them."""
    lake, builds, wake = LakeMetrics(read_contracts()), BuildMetrics(), Wake()
    scheduler.on_build, scheduler.on_looked = builds.count, wake.now
    store = read_settings(StoreSettings)

    def refresh() -> None:
        while True:
            try:
                lake.refresh(open_catalog(store))
            except Exception as error:  # whatever it is, the next time may be better
                log.warning("metrics as they were", outcome=one_line(error))
            wake.sleep(REFRESH_SECONDS)

    Thread(target=refresh, daemon=True).start()
    start_http_server(METRICS_PORT)


@cache
def landing() -> Landing:
    store = read_settings(StoreSettings)
    return Landing(open_store(**store.s3), {}, place=store.landing)


def main(arguments: list[str]) -> int:
    """Runs the service until a signal ends it, or one build; the exit code as `movies transform` has them."""
    parser = ArgumentParser("python -m movies_lakehouse.build.service", description=__doc__)
    parser.add_argument("--once", action="store_true", help="build what bronze has now, and end")
    given = parser.parse_args(arguments)
    # As the first process of a container nobody else ends it; a build that is cut short is simply done again.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(CUT_SHORT if given.once else 0))
    # A client's retries are told when they were in vain.
    start_logging(logging.ERROR)
    # dbt's client would take these in the place of the stack's own certificates.
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        os.environ.pop(name, None)
    try:
        if given.once:
            build = build_once(settings(), lambda: log.info("build started"))
            log.info("build done", published=", ".join(build.published))
        else:
            run(Health())
    except MoviesError as error:
        log.error("stopped", outcome=str(error))
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
