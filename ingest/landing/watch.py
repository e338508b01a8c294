"""Keeps landing empty: a round at the start and every so often, and as soon as a peek sees something new."""

import time

from ingest.bronze.receipt import Receipt
from ingest.common.health import Health
from ingest.common.logging import log
from ingest.common.persistence import Persistence
from ingest.landing.intake import Intake

PEEK_SECONDS = 2.0
PAUSES = (1.0, 15.0)
# A peek waits for an answer that long at most; a delivery may take that long to load.
GOOD_SECONDS = 45.0
BUSY_SECONDS = 900.0


class Watch:
    """Rounds and peeks, for ever."""

    def __init__(self, intake: Intake, health: Health, reconcile_seconds: float) -> None:
        self.intake, self.health, self.reconcile_seconds = intake, health, reconcile_seconds
        self.persistence = Persistence(health, Exception, PAUSES, BUSY_SECONDS)
        self.has_emptied_landing = False
        intake.on_settled = self.progress

    def for_ever(self) -> None:
        while True:
            self.wait(self.round())

    def round(self) -> set[str]:
        """One good round, however many tries that takes; gives what is known to lie at the top of landing."""
        seen = self.persistence.until_it_works(self.intake.round)
        if not self.has_emptied_landing:
            log.info("ready", outcome="all that was pending is taken in")
        self.has_emptied_landing = True
        self.health.good(GOOD_SECONDS)
        return seen

    def progress(self, _: Receipt) -> None:
        """A delivery was settled, which need not be the end of the round: there may always be more to do."""
        self.persistence.works()
        if self.has_emptied_landing:
            self.health.good(BUSY_SECONDS)

    def wait(self, seen: set[str]) -> None:
        """Until the next round is due, or landing has something that the last round has not seen."""
        until = time.monotonic() + self.reconcile_seconds
        while time.monotonic() < until:
            time.sleep(PEEK_SECONDS)
            try:
                now = self.intake.landing.peek()
            except Exception:  # the round will meet it as well, and tell
                return
            self.health.good(GOOD_SECONDS)
            if now - seen:
                return
            seen &= now
