"""The stack's dbt service: builds silver and gold whenever bronze or the project changed since the last good build.

The lake itself is the queue: nothing tells this service what to do, and nothing is lost while it is away.
"""

import logging
import os
import signal
import sys
import time
from pathlib import Path

from ingest.common.errors import BadContract, MoviesError, Unreachable
from ingest.common.health import Health
from ingest.common.logging import log, start_logging
from ingest.common.persistence import Persistence
from ingest.common.settings import (
    BuildSettings,
    Credentials,
    StoreSettings,
    read_settings,
    settings,
    silver_columns,
    trino_endpoint,
)
from ingest.contracts import read_contracts, tables
from movies_lakehouse.build.dbt_runner import prepare
from movies_lakehouse.build.rest_engine import RestEngine
from movies_lakehouse.build.scheduler import Scheduler
from movies_lakehouse.build.service_engine import ServiceEngine
from movies_lakehouse.build.trino_engine import TrinoEngine
from movies_lakehouse.lake.rest import RestLake
from movies_lakehouse.lake.trino_sql import TrinoSql

CATALOG, USER = "lake_rw", "dbt"
LOOK_SECONDS = 2.0
PAUSES = (4.0, 20.0)
# A look takes no longer than that, unless it builds: Trino takes minutes to say that its storage is gone.
GOOD_SECONDS = 900.0


def run(health: Health) -> None:
    """Look every LOOK_SECONDS, for ever; after an error less and less often."""
    given = read_settings(BuildSettings)
    if given.engine not in ENGINES:
        raise BadContract(f"MOVIES_ENGINE is {given.engine!r}; it can be: {', '.join(ENGINES)}")
    open_engine, target = ENGINES[given.engine]
    prepare(dbt_folder(), target)
    scheduler = Scheduler(open_engine, health, silver_columns(given.accept_loss))
    persistence = Persistence(health, Exception, PAUSES, GOOD_SECONDS)
    while True:
        if wrong := persistence.until_it_works(scheduler.look):
            health.bad(wrong)
        else:
            health.good(GOOD_SECONDS)
        time.sleep(LOOK_SECONDS)


def on_trino() -> ServiceEngine:
    return TrinoEngine(TrinoSql(trino_endpoint(USER, no_stack, Path), CATALOG), tables(read_contracts()), dbt_folder())


def on_duckdb() -> ServiceEngine:
    return RestEngine(RestLake(settings(), read_settings(StoreSettings)), tables(read_contracts()))


def dbt_folder() -> Path:
    return settings().lake / "dbt"


# How each is opened, and the dbt target that it builds for.
ENGINES = {"duckdb": (on_duckdb, RestEngine.target), "trino": (on_trino, TrinoEngine.target)}


def no_stack() -> Credentials:
    raise Unreachable("MOVIES_TRINO_PASSWORD is not set")


def main() -> int:
    """Runs the service until a signal ends it; the exit code of a setting or contract that makes no sense."""
    # As the first process of a container nobody else ends it; a build that is cut short is simply done again.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    # A client's retries are told when they were in vain.
    start_logging(logging.ERROR)
    # dbt's client would take these in the place of the stack's own certificates.
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        os.environ.pop(name, None)
    try:
        run(Health())
    except MoviesError as error:
        log.error("stopped", outcome=str(error))
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
