"""The stack's dbt service: builds silver and gold whenever bronze or the project changed since the last good build.

The lake itself is the queue: nothing tells this service what to do, and nothing is lost while it is away.
"""

import logging
import os
import signal
import time
from pathlib import Path

from ingest.common.errors import MoviesError, Unreachable
from ingest.common.health import Health
from ingest.common.logging import start_logging
from ingest.common.persistence import Persistence
from ingest.common.settings import BuildSettings, Credentials, read_settings, silver_columns, trino_endpoint
from movies_lakehouse.build.dbt_runner import prepare
from movies_lakehouse.build.scheduler import DBT_FOLDER, Scheduler
from movies_lakehouse.build.trino_engine import TrinoEngine
from movies_lakehouse.lake.trino_sql import TrinoSql

CATALOG, USER = "lake_rw", "dbt"
LOOK_SECONDS = 2.0
PAUSES = (4.0, 20.0)
# A look takes no longer than that, unless it builds: Trino takes minutes to say that its storage is gone.
GOOD_SECONDS = 900.0


def run(health: Health) -> None:
    """Look every LOOK_SECONDS, for ever; after an error less and less often."""
    prepare(DBT_FOLDER, TrinoEngine.target)
    accept_loss = silver_columns(read_settings(BuildSettings).accept_loss)
    scheduler = Scheduler(TrinoSql(trino_endpoint(USER, no_stack, Path), CATALOG), health, accept_loss)
    persistence = Persistence(health, MoviesError, PAUSES, GOOD_SECONDS)
    while True:
        if wrong := persistence.until_it_works(scheduler.look):
            health.bad(wrong)
        else:
            health.good(GOOD_SECONDS)
        time.sleep(LOOK_SECONDS)


def no_stack() -> Credentials:
    raise Unreachable("MOVIES_TRINO_PASSWORD is not set")


def main() -> None:
    """Runs the service until a signal ends it."""
    # As the first process of a container nobody else ends it; a build that is cut short is simply done again.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    # A client's retries are told when they were in vain.
    start_logging(logging.ERROR)
    # dbt's client would take these in the place of the stack's own certificates.
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        os.environ.pop(name, None)
    run(Health())


if __name__ == "__main__":
    main()
