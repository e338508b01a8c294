"""The stack's dbt service: builds silver and gold whenever bronze or the project changed since the last good build.

The lake itself is the queue: nothing tells this service what to do, and nothing is lost while it is away.
`python -m movies_lakehouse.build.service` runs it, `python -m movies_lakehouse.build.service health` asks how it is.
"""

import logging
import os
import signal
import sys
import time
from pathlib import Path

from ingest.common.errors import MoviesError, Unreachable
from ingest.common.health import Health, complaint
from ingest.common.logging import AsEvents, say
from ingest.common.settings import Credentials, trino_endpoint

CATALOG, USER = "lake_rw", "dbt"
HEALTH_FILE = Path("/tmp/movies-dbt-health.json")
LOOK_SECONDS, LONGEST_PAUSE = 2.0, 20.0
# A look takes no longer than that, unless it builds.
GOOD_SECONDS = 60.0
# A restart of Trino takes that long; only a trouble that lasts longer is bad health, which would fail an `up --wait`.
TROUBLE_SECONDS = 90.0


def run(health: Health) -> None:
    """Look every LOOK_SECONDS, for ever; after an error less and less often."""
    # Here, because the health check is a process of its own every few seconds, and these take seconds to import.
    from movies_lakehouse.build.dbt_runner import prepare
    from movies_lakehouse.build.scheduler import DBT_FOLDER, Scheduler
    from movies_lakehouse.build.trino_engine import TrinoEngine
    from movies_lakehouse.lake.trino_sql import TrinoSql

    prepare(DBT_FOLDER, TrinoEngine.target)
    scheduler = Scheduler(TrinoSql(trino_endpoint(USER, no_stack, Path), CATALOG), health)
    pause, trouble, well_at = LOOK_SECONDS, None, time.monotonic()
    while True:
        try:
            wrong = scheduler.look()
            pause, trouble, well_at = LOOK_SECONDS, None, time.monotonic()
        except MoviesError as error:
            wrong, pause = str(error), min(pause * 2, LONGEST_PAUSE)
            if wrong != trouble:
                say("trouble", outcome=f"{wrong}; it is tried again")
            trouble = wrong
        if trouble and time.monotonic() - well_at < TROUBLE_SECONDS:
            health.busy(GOOD_SECONDS)
        elif wrong:
            health.bad(wrong)
        else:
            health.good(GOOD_SECONDS)
        time.sleep(pause)


def no_stack() -> Credentials:
    raise Unreachable("MOVIES_TRINO_PASSWORD is not set")


def main(arguments: list[str]) -> int:
    """Runs the service until a signal ends it; exit code 0 of `health` means that it is well."""
    if arguments == ["health"]:
        wrong = complaint(HEALTH_FILE)
        print(wrong or "good")
        return 1 if wrong else 0
    # As the first process of a container nobody else ends it; a build that is cut short is simply done again.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    # A client's retries are told when they were in vain.
    logging.basicConfig(handlers=[AsEvents(logging.ERROR)])
    # dbt's client would take these in the place of the stack's own certificates.
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        os.environ.pop(name, None)
    run(Health(HEALTH_FILE))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
