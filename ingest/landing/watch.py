"""Keeps landing empty: a round at the start and every so often, and as soon as a peek sees something new."""

import time
import traceback
from collections.abc import Callable

from ingest.common.health import Health
from ingest.landing.intake import FAULTS, Intake, Say

PEEK_SECONDS = 2.0
# A trouble that has lasted this long means that the service is not well; it goes on trying. Five tries, if each fails
# at once; one, if it takes that long to find out that the store is gone.
TROUBLE_SECONDS = 15.0
LONGEST_PAUSE = 15.0
# A catalog may answer with a whole schema.
LONGEST_TEXT = 500
# A peek waits for an answer that long at most; a delivery may take that long to load.
GOOD_SECONDS = 45.0
BUSY_SECONDS = 900.0


class Watch:
    """The service's day: rounds and peeks, tries and how it feels about them."""

    def __init__(
        self, intake: Intake, health: Health, reconcile_seconds: float, say: Say, sleep: Callable[[float], None]
    ) -> None:
        self.intake, self.health, self.say, self.sleep = intake, health, say, sleep
        self.reconcile_seconds = reconcile_seconds
        self.trouble = ""
        self.tries = 0
        self.well_at = 0.0
        self.has_emptied_landing = False
        intake.on_progress = self.progress

    def for_ever(self) -> None:
        while True:
            self.wait(self.round())

    def round(self) -> set[str]:
        """One good round, however many tries that takes; gives what is known to lie at the top of landing."""
        while True:
            self.health.busy(BUSY_SECONDS)
            if not self.trouble:
                self.well_at = time.monotonic()
            try:
                seen = self.intake.round()
            except Exception as error:
                self.tries += 1
                self.note(error)
                self.sleep(min(2.0 ** (self.tries - 1), LONGEST_PAUSE))
            else:
                break
        self.progress()
        if not self.has_emptied_landing:
            self.say("ready", outcome="all that was pending is taken in")
        self.has_emptied_landing = True
        self.health.good(GOOD_SECONDS)
        return seen

    def progress(self) -> None:
        """Something was done, so that no trouble is left. Not the end of a round: there may always be more to do."""
        if self.trouble:
            self.say("recovered", outcome="deliveries are taken in again")
        self.trouble, self.tries, self.well_at = "", 0, time.monotonic()
        if self.has_emptied_landing:
            self.health.good(BUSY_SECONDS)

    def note(self, error: Exception) -> None:
        """Tells of a trouble, once while it lasts: with each delivery it meets it would sound another."""
        text = " ".join(f"{type(error).__name__}: {error}".split())[:LONGEST_TEXT]
        trouble = repr(error.__cause__ or error)
        if trouble != self.trouble:
            is_fault = isinstance(error, FAULTS) and not isinstance(error, OSError)
            trace = {"trace": "".join(traceback.format_exception(error))} if is_fault else {}
            self.say("trouble", outcome=f"{text} (tried again until it works)", **trace)
        self.trouble = trouble
        if time.monotonic() - self.well_at >= TROUBLE_SECONDS:
            self.health.bad(text)

    def wait(self, seen: set[str]) -> None:
        """Until the next round is due, or landing has something that the last round has not seen."""
        until = time.monotonic() + self.reconcile_seconds
        while time.monotonic() < until:
            self.sleep(PEEK_SECONDS)
            try:
                now = self.intake.landing.peek()
            except Exception:  # the round will meet it as well, and tell
                return
            self.health.good(GOOD_SECONDS)
            if now - seen:
                return
            seen &= now
