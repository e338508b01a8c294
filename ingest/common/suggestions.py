"""What somebody may have meant by a name that is not known."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is nearly this one, whatever the case; None when none is.

    >>> nearest("movi", ["Year", "Movie"])
    'Movie'
    """
    by_form = {each.strip().casefold(): each for each in known}
    return next((by_form[form] for form in get_close_matches(name.strip().casefold(), by_form, 1)), None)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The remedy for a name that is not known.

    >>> did_you_mean("sorce", {"source", "output"})
    "did you mean 'source'?"
    >>> did_you_mean("x", {"source", "output"})
    'known here: output, source'
    """
    known = sorted(known)
    near = nearest(name, known)
    return f"did you mean {near!r}?" if near else f"known here: {', '.join(known)}"
