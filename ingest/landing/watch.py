"""Keeps landing empty: a round at the start and every so often, and as soon as a peek sees something new."""

import os
import time
from collections.abc import Callable

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
    """Rounds and peeks, for ever; `sleep` waits some seconds at most, and says whether it was woken by an event."""

    def __init__(
        self, intake: Intake, health: Health, reconcile_seconds: float, sleep: Callable[[float], bool]
    ) -> None:
        self.intake, self.health, self.reconcile_seconds, self.sleep = intake, health, reconcile_seconds, sleep
        self.persistence = Persistence(health, Exception, PAUSES, BUSY_SECONDS)
        self.has_emptied_landing = False
        self.is_at_work = False
        self.is_to_leave = False
        intake.on_settled = self.progress

    def for_ever(self) -> None:
        while True:
            self.wait(self.round())

    def round(self) -> set[str]:
        """One good round, however many tries that takes; gives what is known to lie at the top of landing."""
        seen = self.persistence.until_it_works(self.work)
        if not self.has_emptied_landing:
            log.info("ready", outcome="all that was pending is taken in")
        self.has_emptied_landing = True
        self.health.good(GOOD_SECONDS)
        return seen

    def work(self) -> set[str]:
        self.is_at_work = True
        try:
            return self.intake.round()
        finally:
            self.is_at_work = False
            if self.is_to_leave:
                os._exit(0)

    def leave(self, *_: object) -> None:
        """
        Ends, once the delivery that is being loaded is settled.

        It need not wait: whatever is half done is completed by the next round, as after a crash.
        """
        self.is_to_leave = True
        if not self.is_at_work:
            os._exit(0)

    def progress(self, _: Receipt) -> None:
        """A delivery was settled, which need not be the end of the round: there may always be more to do."""
        if self.is_to_leave:
            os._exit(0)
        self.persistence.works()
        if self.has_emptied_landing:
            self.health.good(BUSY_SECONDS)

    def wait(self, seen: set[str]) -> None:
        """Until the next round is due, an event came, or landing has something that the last round has not seen."""
        until = time.monotonic() + self.reconcile_seconds
        while time.monotonic() < until:
            was_woken = self.sleep(PEEK_SECONDS)
            try:
                now = self.intake.landing.peek()
            except Exception:  # the round will meet it as well, and tell
                return
            self.health.good(GOOD_SECONDS)
            # An event may tell of a file in a folder where others lie that could not be loaded.
            if was_woken and now:
                log.info("woken", outcome="an event told of a file in landing")
                return
            if now - seen:
                return
            seen &= now
