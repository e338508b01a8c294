"""The stack's service for alerts: looks every minute what is wrong, and sends each problem once.

It asks Trino as people do, since it needs no more rights than they have.
"""

import logging
import os
import signal
import sys
import time

from ingest.common.errors import MoviesError
from ingest.common.health import Health
from ingest.common.logging import log, start_logging
from ingest.common.persistence import Persistence
from ingest.common.settings import AlertSettings, read_settings, settings
from ingest.contracts import read_contracts
from movies_lakehouse.lake.lake import Lake
from movies_lakehouse.lake.stack import StackLake
from movies_lakehouse.outputs.alerts.problems import problems
from movies_lakehouse.outputs.alerts.sender import Sender, read_urls

LOOK_SECONDS = 60.0
PAUSES = (4.0, 60.0)
# A look may wait for Trino that long, and for receivers.
GOOD_SECONDS = 600.0
# What was sent, in the service's own volume.
SENT = "alerts.json"


class Watch:
    """Looks again and again; tells once that an address cannot be reached, and once that it can be again."""

    def __init__(self, lake: Lake, sender: Sender) -> None:
        self.lake, self.sender = lake, sender
        self.unreached: list[int] = []

    def look(self) -> None:
        unreached = self.sender.send(problems(self.lake, read_contracts()))
        for number in sorted({*unreached} - {*self.unreached}):
            log.warning("alert not sent", address=number, outcome="it does not take it; tried again every minute")
        for number in sorted({*self.unreached} - {*unreached}):
            log.info("alert sent", address=number, outcome="it takes alerts again")
        self.unreached = unreached


def run(health: Health) -> None:
    """Look every LOOK_SECONDS, for ever; BadContract when the addresses cannot be read."""
    path = read_settings(AlertSettings).urls
    urls = read_urls(path) if path else []
    if not urls:
        log.info("rests", outcome="no address is set to send alerts to")
        health.rests()
    log.info("started", outcome=f"sends to {len(urls)} addresses")
    lake = StackLake(settings(runtime="stack"))
    watch, persistence = (
        Watch(lake, Sender(urls, lake.folder / SENT)),
        Persistence(health, Exception, PAUSES, GOOD_SECONDS),
    )
    while True:
        persistence.until_it_works(watch.look)
        health.good(GOOD_SECONDS)
        time.sleep(LOOK_SECONDS)


def main() -> int:
    """Runs the service until a signal ends it; the exit code of a setting that makes no sense."""
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    start_logging(logging.ERROR)
    try:
        run(Health())
    except MoviesError as error:
        log.error("stopped", outcome=str(error))
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
