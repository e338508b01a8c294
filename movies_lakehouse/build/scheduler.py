"""Decides when the dbt service builds, and what happens after a failed build."""

import time
from collections.abc import Callable, Sequence
from functools import cached_property

from ingest.common.errors import BadContract, MoviesError, TestFailed, Unreachable
from ingest.common.health import Health
from ingest.common.logging import log
from movies_lakehouse.build.open_engine import alone
from movies_lakehouse.build.service_engine import ServiceEngine
from movies_lakehouse.build.transform import inputs, transform
from movies_lakehouse.lake.builds import BUILT, FAILED, TEST_FAILED, status_of

# A model can fail because others changed its table; one that fails this often needs a person. An outage never counts.
ATTEMPTS = 3
LONGEST_BUILD_SECONDS = 3600.0
# Files that arrive together are loaded one by one; waiting for a pause, and until landing is empty, gives one build for
# all. What stays in landing without anything being loaded is waited for only so long, and files without end too.
QUIET_SECONDS, STUCK_SECONDS, LONGEST_WAIT_SECONDS = 1.5, 15.0, 300.0


class Scheduler:
    """
    Builds when bronze has changed; does not repeat a failed build until its inputs change.

    `open_engine` is called at the first look, and again until it works; columns of `accept_loss`, as
    silver.table.column, may lose known figures: once, where a build has failed for that. `is_more_to_come` says whether
    there are files in landing. `on_build` is told what became of a build, in the words of gold.builds, and how many
    seconds it took; `on_looked` is called once bronze has changed and all that follows from it is done.
    """

    def __init__(
        self,
        open_engine: Callable[[], ServiceEngine],
        health: Health,
        accept_loss: Sequence[str] = (),
        is_more_to_come: Callable[[], bool] = lambda: False,
    ) -> None:
        self.is_more_to_come = is_more_to_come
        self.open_engine = open_engine
        self.health = health
        self.wanted_loss = accept_loss
        self.attempts = 0
        self.on_build: Callable[[str, float], None] = lambda status, seconds: None
        self.on_looked: Callable[[], None] = lambda: None
        # Snapshot of bronze.deliveries, the last table that a load commits to: cheap to ask for.
        self.seen: object = "nothing yet"
        self.wrong: str | None = None
        # A provider is retired without any load.
        self.refused = False

    @cached_property
    def engine(self) -> ServiceEngine:
        return self.open_engine()

    @cached_property
    def accept_loss(self) -> Sequence[str]:
        """What may be lost until a build is good: only what a build had failed for when this service was started."""
        if not self.wanted_loss:
            return ()
        newest = self.engine.newest_build() or {}
        found = newest["notes"] if newest.get("status") == TEST_FAILED else ""
        accepted = [column for column in self.wanted_loss if f"column={column}," in found]
        for column in self.wanted_loss:
            outcome = "goes for the next good build only" if column in accepted else "is no loss that was seen"
            log.warning("accepted loss", column=column, outcome=f"{outcome}; take it out of MOVIES_ACCEPT_LOSS in .env")
        return accepted

    @cached_property
    def given_up(self) -> dict[str, str]:
        """Inputs of the newest build, if it failed, with its error; read from gold.builds, so it survives a restart."""
        if self.accept_loss:
            return {}  # which may be what it failed for
        build = self.engine.newest_build() or {}
        return {build["built_from"]: build["notes"]} if build.get("status") in (TEST_FAILED, FAILED) else {}

    def look(self) -> str | None:
        """Build if bronze changed; return what is wrong with the newest data. MoviesError means: try again later."""
        newest = self.engine.newest_snapshot()
        if newest != self.seen or self.refused:
            newest = self.settled(newest)
            self.wrong = self.look_closely()
            self.seen = newest
            self.on_looked()
        return self.wrong

    def settled(self, newest: int | None) -> int | None:
        """The newest snapshot, once none followed for QUIET_SECONDS and landing is empty, or it has taken too long."""
        unchanged = 0.0
        for _ in range(int(LONGEST_WAIT_SECONDS / QUIET_SECONDS)):
            time.sleep(QUIET_SECONDS)
            before, newest = newest, self.engine.newest_snapshot()
            unchanged = unchanged + QUIET_SECONDS if newest == before else 0.0
            if unchanged >= STUCK_SECONDS or (unchanged and not self.is_more_to_come()):
                break
        return newest

    def look_closely(self) -> str | None:
        now = inputs(self.engine, self.engine.bronze())
        if now not in self.given_up:
            self.build(now)
        return self.given_up.get(now)

    def build(self, now: str) -> None:
        self.health.busy(LONGEST_BUILD_SECONDS)
        started = time.monotonic()
        try:
            with alone(self.engine):
                build = transform(self.engine, lambda: log.info("build started"), self.accept_loss)
        except Unreachable:
            raise
        except MoviesError as error:
            self.attempts += 1
            if not isinstance(error, TestFailed | BadContract) and self.attempts < ATTEMPTS:
                raise
            self.give_up(now, error, round(time.monotonic() - started, 1))
        else:
            self.refused = False
            if build.models:
                seconds = time.monotonic() - started
                self.on_build(BUILT, seconds)
                log.info("build done", seconds=f"{seconds:.1f}", published=", ".join(build.published))
                self.accept_loss = ()
            else:
                self.engine.note_that_failures_are_past(now)
        self.attempts = 0

    def give_up(self, now: str, error: MoviesError, seconds: float) -> None:
        self.refused = isinstance(error, BadContract)
        self.engine.note_failure(error, now, seconds)
        self.on_build(status_of(error), seconds)
        self.given_up = {now: str(error)}
        log.error("build failed", outcome=str(error))
