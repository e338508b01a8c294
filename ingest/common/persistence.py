"""How the services go on when what they need is away."""

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_exponential

from ingest.common.errors import MoviesError, Unreachable, is_fault
from ingest.common.health import Health
from ingest.common.logging import log

# A catalog may answer with a whole schema.
LONGEST_TEXT = 500

Result = TypeVar("Result")


class Persistence:
    """Tries until it works, less and less often.

    A trouble is logged once while it lasts, and so is its end. A fault of the program is bad health; with any other
    the service waits, is as well as it was, and says so for `busy` seconds at each try.
    """

    def __init__(
        self,
        health: Health,
        errors: type[Exception],
        pauses: tuple[float, float],
        busy: float,
    ) -> None:
        self.health, self.busy = health, busy
        self.trouble = ""
        self.current: RetryCallState | None = None
        first, longest = pauses
        self.retrying = Retrying(
            retry=retry_if_exception_type(errors),
            wait=wait_exponential(multiplier=first, max=longest),
            before=self.begin,
            before_sleep=self.note,
        )

    def until_it_works(self, work: Callable[[], Result]) -> Result:
        """What `work` gives at its first try that raises none of the errors."""
        result = self.retrying(work)
        self.works()
        return result

    def begin(self, state: RetryCallState) -> None:
        self.current = state
        self.health.busy(self.busy)

    def works(self) -> None:
        """Something was done, so that no trouble is left; in the middle of a try too, which then is a first one."""
        if self.trouble:
            log.info("recovered", outcome="it works again")
        self.trouble = ""
        if self.current:
            self.current.attempt_number = 1

    def note(self, state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        assert isinstance(error, Exception)
        text = one_line(error)
        # The cause: with each delivery it meets, a trouble would sound like another.
        trouble = repr(error.__cause__ or error)
        if trouble != self.trouble:
            trace = {"trace": "".join(traceback.format_exception(error))} if is_fault(error) else {}
            log.warning("trouble", outcome=f"{text} (tried again until it works)", **trace)
        self.trouble = trouble
        if is_fault(error):
            self.health.bad(text)
        else:
            self.health.waits(text, self.busy)


@contextmanager
def telling_outages() -> Iterator[None]:
    """For work that is not tried again here: what a library raises when a service is away becomes Unreachable."""
    try:
        yield
    except Exception as error:
        if isinstance(error, MoviesError) or is_fault(error):
            raise
        raise Unreachable(f"{one_line(error)}; what was done stays, and the same command does the rest") from error


def one_line(error: Exception) -> str:
    text = str(error) if isinstance(error, MoviesError) else f"{type(error).__name__}: {error}"
    return " ".join(text.split())[:LONGEST_TEXT]
