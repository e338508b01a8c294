"""What a delivered text may be, as the macros of dbt/macros/values take it."""

import re
from collections.abc import Iterable

MISSING = re.compile(r"|#?n/a|na|null|-", re.IGNORECASE)
YEAR = re.compile(r"(?:188[0-9]|189[0-9]|19\d\d|20[0-2]\d|203[0-5])(?:\.0*)?")
WHOLE = re.compile(r"[+-]?\d{1,18}(?:\.0*)?")
PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
DECIMAL = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d*)?|\.\d+)")
PERCENTAGE = re.compile(r"(?:\d{1,2}(?:\.\d*)?|100(?:\.0*)?|\.\d+)%?")
USD = re.compile(r"\$?(?:\d{1,15}|\d{1,3}(?:,\d{3})+)(?:\.\d{0,2})?")
# Not figures that a macro takes, but no titles either.
NUMBER = re.compile(r"[+-]?[\d.,]*\d[\d.,]*%?")
DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ].*)?")
CODE = re.compile(r"[A-Za-z]{0,4}[-_:]?\d+|https?://.*|[0-9a-fA-F-]{32,36}")


def present(values: Iterable[str | None]) -> list[str]:
    """The values that are there, spaces around them set aside."""
    stripped = (value.strip() for value in values if value is not None)
    return [value for value in stripped if not MISSING.fullmatch(value)]


def share(values: Iterable[str | None], pattern: re.Pattern[str]) -> float:
    """
    How many of the values that are there the pattern takes, from 0 to 1; 0 where none is there.

    >>> share(["2009", "MMX", "", "n/a"], YEAR)
    0.5
    """
    there = present(values)
    return sum(pattern.fullmatch(value) is not None for value in there) / len(there) if there else 0
