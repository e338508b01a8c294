"""The day of a delivery, as the name of its file tells it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

CLOCK = {"%H": r"\d\d", "%M": r"\d\d", "%S": r"\d\d"}
# What a contract may say of a name, as strptime reads it. Without %d a month stands for its first day, a week for its
# Monday.
PARTS = {
    "%Y": r"(?:19|20)\d\d",
    "%y": r"\d\d",
    "%G": r"(?:19|20)\d\d",
    "%m": r"\d\d",
    "%b": r"[A-Za-z]{3}",
    "%V": r"\d\d",
    "%d": r"\d\d",
    **CLOCK,
}
DAYS = [{year, month, "%d"} for year in ("%Y", "%y") for month in ("%m", "%b")]
SPANS = [*(parts - {"%d"} for parts in DAYS), {"%G", "%V"}]
# 2026-11-01, with _ or . or nothing instead; the time of day may follow at once, as in 20261101093000.
USUAL = re.compile(
    r"(?<!\d)(?:19|20)\d\d([-_.]?)\d\d\1\d\d(?=(?:(?:[01]\d|2[0-3])(?:[0-5]\d){0,2}(?:\d{3})?)?(?!\d))", re.ASCII
)
# Where a day begins first it is still the day before in UTC.
EASTERNMOST = timedelta(hours=14)


@dataclass(frozen=True)
class NamedDay:
    """The day that a name tells, or None; and what in it looks like a day but cannot be that of the delivery."""

    day: date | None
    problem: str | None


def named_day(name: str, date_format: str | None, now: datetime) -> NamedDay:
    """The first day in a file's name that has begun somewhere; `now` is in UTC.

    >>> named_day("critic_agg_20261101093000.csv", None, datetime(2026, 11, 29)).day
    datetime.date(2026, 11, 1)
    >>> named_day("critic_agg_2026-11-31.csv", None, datetime(2026, 11, 29)).problem
    '2026-11-31 in its name is no day'
    """
    problem = None
    for text, day in candidates(name, date_format):
        if day and day <= (now + EASTERNMOST).date():
            return NamedDay(day, problem)
        problem = problem or f"{text} in its name is {'a day to come' if day else 'no day'}"
    return NamedDay(None, problem)


def candidates(name: str, date_format: str | None) -> list[tuple[str, date | None]]:
    """What has the form of a day, and the day that it is: in the contract's form, or else in the usual one."""
    usual = [(found[0], parsed(re.sub("[-_.]", "", found[0]), "%Y%m%d")) for found in USUAL.finditer(name)]
    own = list(in_format(name, date_format)) if date_format else []
    # Where the contract's form is that of a month or a week, a whole day tells more.
    return usual or own if calendar(date_format or "") in SPANS else own or usual


def in_format(name: str, date_format: str) -> Iterator[tuple[str, date | None]]:
    pattern = re.escape(date_format)
    for part, form in PARTS.items():
        pattern = pattern.replace(part, form)
    for found in re.finditer(rf"(?<!\d){pattern}(?!\d)", name, re.ASCII):
        yield found[0], parsed(found[0], date_format)


def parsed(text: str, date_format: str) -> date | None:
    if "%V" in date_format:
        text, date_format = f"{text} 1", f"{date_format} %u"
    try:
        return datetime.strptime(text, date_format).date()
    except ValueError:
        return None


def check_format(date_format: str) -> str:
    """The format, when it tells a day, month or week, each part of it once; else a ValueError."""
    parts = re.findall(r"%.?", date_format)
    if len(set(parts)) < len(parts) or calendar(date_format) not in [*DAYS, *SPANS]:
        raise ValueError(
            f"{date_format!r} tells no day; it needs %Y (or %y), %m (or %b) and %d once each, a month without %d, "
            "or %G and %V for a week; %H, %M and %S may follow"
        )
    return date_format


def calendar(date_format: str) -> set[str]:
    return set(re.findall(r"%.?", date_format)) - CLOCK.keys()
