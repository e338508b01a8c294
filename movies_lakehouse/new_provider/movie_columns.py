"""Which columns of a sample name the movie: its title, and the year it came out."""

from collections import defaultdict

from ingest.common.errors import MoviesError
from ingest.common.suggestions import did_you_mean
from ingest.contracts.table import fold
from movies_lakehouse.new_provider.kinds import MOSTLY
from movies_lakehouse.new_provider.names import words
from movies_lakehouse.new_provider.sample import Sample, Values
from movies_lakehouse.new_provider.values import (
    CODE,
    DATE,
    IDENTIFIERS,
    KIND_OF_WORK,
    NUMBER,
    YEAR,
    have_year,
    present,
    share,
    year_in_dates,
)

MOVIE = {"film", "movie"}
RELEASE = {"release", "released", *MOVIE}
# Words of a header under which even numbers are titles, such as 1917 and 300.
NOTHING_BUT_TITLE = {"title", "name", "original", "primary", "english", *MOVIE}
ASK_FOR_YEAR = "have the year delivered in a column of its own"


def movie_columns(sample: Sample, title: str | None = None, year: str | None = None) -> tuple[str, str]:
    """Headers of title and year: those that are told, else those that look like it; MoviesError where none does.

    One header twice is of titles that have the year in brackets.
    """
    told_title = delivered(sample, title, "--title") if title else None
    told_year = delivered(sample, year, "--year") if year else None
    if told_title and told_title == told_year:
        raise MoviesError(f"{sample.path.name}: {told_title!r} cannot be both title and year; name two columns")
    years = [header for header in sample.columns if header != told_title and is_year(sample.columns[header])]
    if not (years or told_year) and (found := title_with_year(sample, told_title)):
        return found, found
    found_year = with_years(sample, told_year, years) if told_year else best_year(sample, years)
    return told_title or best_title(sample, found_year), found_year


def title_with_year(sample: Sample, told_title: str | None) -> str | None:
    candidates = [told_title] if told_title else sample.columns
    return next((header for header in candidates if have_year(sample.columns[header])), None)


def identifiers(sample: Sample) -> dict[str, str]:
    """Headers of the columns with the movies' ids, by whose they are; TMDB's are numbers, of which the header tells."""
    found: dict[str, str] = {}
    for header, values in sample.columns.items():
        for kind, form in IDENTIFIERS.items():
            is_said = kind != "tmdb" or kind in words(header)
            if is_said and share(values, form) >= MOSTLY and mostly_differ(values):
                found.setdefault(kind, header)
    return found


def delivered(sample: Sample, name: str, option: str) -> str:
    """The header that somebody means by a name."""
    by_form = {fold(header): header for header in sample.columns}
    if fold(name) not in by_form:
        remedy = did_you_mean(name, sample.columns)
        raise MoviesError(f"{sample.path.name}: {option} {name!r} is no column; {remedy}")
    return by_form[fold(name)]


def with_years(sample: Sample, told: str, years: list[str]) -> str:
    """The column that was told, when years stand in it: without them every row would be rejected."""
    values = sample.columns[told]
    if share(values, YEAR) < 0.5 and not year_in_dates(values):
        what = next(
            (f"no years but such as {value!r}" for value in present(values) if not YEAR.fullmatch(value)), "nothing"
        )
        remedy = f"years are in {', '.join(map(repr, years))}" if years else ASK_FOR_YEAR
        raise MoviesError(f"{sample.path.name}: --year {told!r} holds {what}; {remedy}")
    return told


def best_year(sample: Sample, years: list[str]) -> str:
    if not years:
        dates = [header for header, values in sample.columns.items() if year_in_dates(values)]
        noted = f"; --year {dates[0]!r} takes it out of dates" if dates else ""
        raise MoviesError(
            f"{sample.path.name}: no column could be the year (most values from 1880 to 2035){noted}; {ASK_FOR_YEAR}"
        )
    return max(years, key=lambda header: (year_rank(words(header)), -len(words(header))))


def best_title(sample: Sample, year: str) -> str:
    """Of what could be titles the one with the best name; of equals one that differs row by row, then the first."""
    years = sample.columns[year]
    found = {header: values for header, values in sample.columns.items() if header != year}
    found = {header: values for header, values in found.items() if is_title(header, values, years)}
    if not found:
        raise MoviesError(
            f"{sample.path.name}: no column could be the title (texts, most of them different); "
            f"name it with --title COLUMN; its columns: {', '.join(map(repr, sample.columns))}"
        )
    return max(found, key=lambda header: (title_rank(words(header)), mostly_differ(found[header]), -len(words(header))))


def is_year(values: Values) -> bool:
    return share(values, YEAR) >= MOSTLY


def is_title(header: str, values: Values, years: Values) -> bool:
    """Whether these are titles: no figures, dates, codes or kinds of work, and no words that go with many years.

    Unless the column is called so, they must not be a few over and over either.
    """
    there = present(values)
    if len(there) < MOSTLY * len(values) or not there:
        return False
    forms = (DATE, KIND_OF_WORK) if words(header) <= NOTHING_BUT_TITLE else (NUMBER, DATE, CODE, KIND_OF_WORK)
    if max(share(there, pattern) for pattern in forms) >= 0.5:
        return False
    return of_one_year(values, years) >= MOSTLY and (mostly_differ(values) or "title" in words(header))


def mostly_differ(values: Values) -> bool:
    there = present(values)
    return len(set(there)) > len(there) / 2


def of_one_year(values: Values, years: Values) -> float:
    """How many of the rows, from 0 to 1, have a value that goes with one year only, as a title does, however often.

    >>> of_one_year(["Up", "Up", "Ran"], ["2009", "2009", "1985"]), of_one_year(["drama", "drama"], ["2009", "1985"])
    (1.0, 0.0)
    """
    seen = defaultdict(list)
    for value, year in zip(values, years, strict=False):
        seen[value].append(year)
    single = sum(len(found) for found in seen.values() if len(set(found)) == 1)
    return single / max(1, sum(map(len, seen.values())))


def year_rank(said: set[str]) -> int:
    return 2 * bool(said & {"year", "yr"}) + bool(said & RELEASE)


def title_rank(said: set[str]) -> int:
    """
    A title that says so comes first, then what names the movie, then whatever is a name.

    >>> [title_rank(said) for said in ({"original", "title"}, {"film"}, {"director", "name"}, {"studio"})]
    [3, 2, 1, 0]
    """
    return 3 if "title" in said else 2 if said & MOVIE else int("name" in said)
