"""How often and when something is tried again before its error counts."""

from collections.abc import Callable
from typing import TypeVar

from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_chain, wait_fixed, wait_random_exponential

CONTENDED_ATTEMPTS = 20
UNANSWERED_PAUSES = (0.5, 1.0, 2.0)

Result = TypeVar("Result")


def contended(*errors: type[Exception]) -> Callable[[Callable[[], Result]], Callable[[], Result]]:
    """Others were quicker: soon again, each after a pause of another length; in the end the error is raised."""
    return retry(
        retry=retry_if_exception_type(errors),
        stop=stop_after_attempt(CONTENDED_ATTEMPTS),
        wait=wait_random_exponential(multiplier=0.05, max=1),
        reraise=True,
    )


def unanswered(*errors: type[Exception]) -> Callable[[Callable[[], Result]], Callable[[], Result]]:
    """There was no answer: a service may be back within seconds; in the end the error is raised."""
    return retry(
        retry=retry_if_exception_type(errors),
        stop=stop_after_attempt(1 + len(UNANSWERED_PAUSES)),
        wait=wait_chain(*map(wait_fixed, UNANSWERED_PAUSES)),
        reraise=True,
    )
