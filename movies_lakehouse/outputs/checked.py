"""The result of a check of one part of a lakehouse."""

from collections.abc import Callable
from dataclasses import dataclass

from ingest.common.errors import MoviesError


@dataclass(frozen=True)
class Checked:
    """Result of one check; `remedy` is empty if it is healthy."""

    what: str
    state: str
    remedy: str = ""


def attempt(what: str, look: Callable[[], str]) -> Checked:
    try:
        return Checked(what, look())
    except MoviesError as error:
        return Checked(what, "bad", str(error))
