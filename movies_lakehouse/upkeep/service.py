"""The stack's maintenance service: upkeep once a day, with a token and a key that no other service has.

`--once` does it now, and ends.
"""

import logging
import os
import signal
import sys
import time
from dataclasses import asdict

from pyiceberg.exceptions import ServerError, ServiceUnavailableError

from ingest.common.errors import MoviesError
from ingest.common.health import Health
from ingest.common.logging import log, start_logging
from ingest.common.persistence import Persistence, telling_outages
from ingest.common.retries import unanswered
from ingest.common.settings import KeepSettings, StoreSettings, read_settings, settings
from movies_lakehouse.lake.rest import RestLake
from movies_lakehouse.upkeep.maintain import Keep, keep_of, maintain

# Not while a stack starts and builds for the first time.
FIRST_SECONDS, EVERY_SECONDS = 15 * 60.0, 24 * 3600.0
PAUSES = (60.0, 600.0)
# The longest that one upkeep may take.
BUSY_SECONDS = 6 * 3600.0


def once(lake: RestLake, keep: dict[str, Keep]) -> int:
    """Upkeep of every table, a line in the log for each that changed; gives how many have a problem."""
    done = maintain(lake, keep)
    lake.remove_unused()
    for each in done:
        figures = asdict(each)
        if each.problem:
            log.error("not maintained", **figures)
        elif each.small_files_compacted or each.snapshots_expired or each.files_removed:
            log.info("maintained", **figures)
    return sum(each.problem is not None for each in done)


def every_day(lake: RestLake, keep: dict[str, Keep], health: Health) -> None:
    persistence = Persistence(health, Exception, PAUSES, BUSY_SECONDS)
    health.good(FIRST_SECONDS + BUSY_SECONDS)
    time.sleep(FIRST_SECONDS)
    while True:
        if problems := persistence.until_it_works(lambda: once(lake, keep)):
            health.bad(f"{problems} tables have a problem: see the log")
        else:
            health.good(EVERY_SECONDS + BUSY_SECONDS)
        time.sleep(EVERY_SECONDS)


def main(arguments: list[str]) -> int:
    """Runs the service until a signal ends it; the exit code of `--once`, or of a setting that makes no sense."""
    # Upkeep that is cut short is finished the next time.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    start_logging(logging.ERROR)
    try:
        lake, keep = RestLake(settings(), read_settings(StoreSettings)), keep_of(read_settings(KeepSettings))
        if "--once" in arguments:
            # The catalog answers with an error where its database was restarted: the next connection is a new one.
            with telling_outages():
                return 1 if unanswered(ServerError, ServiceUnavailableError)(lambda: once(lake, keep))() else 0
        every_day(lake, keep, Health())
    except MoviesError as error:
        log.error("stopped", outcome=str(error))
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
