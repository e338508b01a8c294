"""What a delivered text may be; a test holds it to what the macros of dbt/macros/values take."""

import re
from collections.abc import Iterable

# As in the macros: not every space that Unicode knows, nor its digits.
SPACE = "\t\n\v\f\r \x85\xa0"


def form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII | re.IGNORECASE | re.DOTALL)


MISSING = form(r"|#?n/a|na|null|-")
YEAR = form(r"(?:18[89]\d|19\d\d|20[0-2]\d|203[0-5])(?:\.0*)?")
# Of a column as it is read: see notation.py.
WHOLE = form(r"[+-]?(?:\d{1,18}(?:\.(?:0{0,2}|0{4,}))?|(?:0|\d{4,18})\.000)")
PLAIN = form(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
DECIMAL = form(r"[+-]?(?:\d{1,3}(?:\.\d*)?|\.\d+)")
PERCENTAGE = form(r"(?:\d{1,2}(?:\.\d*)?|100(?:\.0*)?|\.\d+)%?")
USD = form(r"(?:(?-i:US)?\$)?\d{1,15}(?:\.\d{0,2})?")
# Not figures that a macro takes, but no titles either.
NUMBER = form(r"[+-]?\$?[\d.,]*\d[\d.,]*%?")
DATE = form(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ].*)?")
# Dates in which nothing but the year has four digits, as a contract takes it out.
YEARS_IN_DATES = (
    r"(?P<>\d{4})[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ].*)?",
    r"\d{1,2}[-/.]\d{1,2}[-/.](?P<>\d{4})(?:[T ].*)?",
    r"\d{1,2}\.? \w+\.? (?P<>\d{4})",
    r"\w+\.? \d{1,2}, (?P<>\d{4})",
)
# Title and year in one field, as a contract takes them out.
TITLE_AND_YEAR = r"(?P<title>.+?)\s*\((?P<year>\d{4})\)"
IDENTIFIERS = {"imdb": form(r"tt\d{7,8}"), "wikidata": form(r"Q[1-9]\d*"), "tmdb": form(r"[1-9]\d{0,8}(?:\.0*)?")}
CODE = form(r"[a-z]{0,4}[-_:]?\d+|https?://.*|[0-9a-f-]{32,36}")
# What a film database says of each work, `movie` or `tvMiniSeries`: films of that name are few.
KIND_OF_WORK = form(
    r"(?:(?:feature|short|tv|web|mini|video|animated|documentary)[ _-]?)*"
    r"(?:movie|film|feature|short|series|show|special|episode|documentary|video|game)"
)


def year_in_dates(values: Iterable[str | None]) -> str | None:
    """
    Of YEARS_IN_DATES the one that tells years of movies in most of the values, if any does.

    >>> year_in_dates(["2001-05-04"]) == YEARS_IN_DATES[0], year_in_dates(["04/05/01"]), year_in_dates(["0001-01-01"])
    (True, None, None)
    """
    there = present(values)
    for pattern in YEARS_IN_DATES:
        dates = [re.fullmatch(named(pattern, "year"), value) for value in there]
        years = [date["year"] for date in dates if date and YEAR.fullmatch(date["year"])]
        if there and len(years) >= 0.8 * len(there):
            return pattern
    return None


def have_year(titles: Iterable[str | None]) -> bool:
    """
    Whether most titles end in the year, in brackets.

    >>> have_year(["Up (2009)", "Ran(1985)"]), have_year(["Up (3D)", "Ran"])
    (True, False)
    """
    there = present(titles)
    ended = [re.fullmatch(TITLE_AND_YEAR, title) for title in there]
    return len([end for end in ended if end and YEAR.fullmatch(end["year"])]) >= max(1, 0.8 * len(there))


def named(pattern: str, column: str) -> str:
    """One of YEARS_IN_DATES, for a column that the year gets into."""
    return pattern.replace("(?P<>", f"(?P<{column}>")


def present(values: Iterable[str | None]) -> list[str]:
    """The values that are there, spaces around them set aside."""
    stripped = (value.strip(SPACE) for value in values if value is not None)
    return [value for value in stripped if not MISSING.fullmatch(value)]


def share(values: Iterable[str | None], pattern: re.Pattern[str]) -> float:
    """
    How many of the values that are there the pattern takes, from 0 to 1; 0 where none is there.

    >>> share(["2009", "MMX", "", "n/a"], YEAR)
    0.5
    """
    there = present(values)
    return sum(pattern.fullmatch(value) is not None for value in there) / len(there) if there else 0
