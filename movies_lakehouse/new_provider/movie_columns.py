"""Which columns of a sample name the movie: its title, and the year it came out."""

from collections.abc import Callable

from ingest.common.errors import MoviesError
from ingest.common.suggestions import did_you_mean
from ingest.contracts.table import fold
from movies_lakehouse.new_provider.kinds import MOSTLY
from movies_lakehouse.new_provider.names import words
from movies_lakehouse.new_provider.sample import Sample, Values
from movies_lakehouse.new_provider.values import CODE, DATE, NUMBER, USD, YEAR, present, share

MOVIE = {"film", "movie"}
RELEASE = {"release", "released", *MOVIE}


def movie_columns(sample: Sample, title: str | None = None, year: str | None = None) -> tuple[str, str]:
    """Headers of title and year: those that are told, else those that look like it; MoviesError where none does."""
    told_title = delivered(sample, title, "--title") if title else None
    told_year = delivered(sample, year, "--year") if year else None
    years = [header for header in sample.columns if header != told_title and is_year(sample.columns[header])]
    found_year = told_year or best(sample, "year", "most values from 1880 to 2035", years, year_rank)
    titles = [header for header in sample.columns if header != found_year and is_title(header, sample.columns[header])]
    found_title = told_title or best(sample, "title", "texts, most of them different", titles, title_rank)
    if found_title == found_year:
        raise MoviesError(f"{sample.path.name}: {found_title!r} cannot be both title and year; name two columns")
    return found_title, found_year


def delivered(sample: Sample, name: str, option: str) -> str:
    """The header that somebody means by a name."""
    by_form = {fold(header): header for header in sample.columns}
    if fold(name) not in by_form:
        remedy = did_you_mean(name, sample.columns)
        raise MoviesError(f"{sample.path.name}: {option} {name!r} is no column; {remedy}")
    return by_form[fold(name)]


def best(sample: Sample, what: str, sign: str, candidates: list[str], rank: Callable[[set[str]], int]) -> str:
    """Of the candidates the one with the best name; of equals the one with fewer words, then the first."""
    if not candidates:
        raise MoviesError(
            f"{sample.path.name}: no column could be the {what} ({sign}); "
            f"name it with --{what} COLUMN; its columns: {listed(sample)}"
        )
    return max(candidates, key=lambda header: (rank(words(header)), -len(words(header))))


def listed(sample: Sample) -> str:
    return ", ".join(map(repr, sample.columns))


def is_year(values: Values) -> bool:
    return share(values, YEAR) >= MOSTLY


def is_title(header: str, values: Values) -> bool:
    """Whether these are titles: no figures, dates or codes and, unless called so, not a few words over and over."""
    there = present(values)
    if len(there) < MOSTLY * len(values) or not there:
        return False
    odd = max(share(there, pattern) for pattern in (NUMBER, USD, DATE, CODE))
    return odd < 0.5 and (len(set(there)) > len(there) / 2 or "title" in words(header))


def year_rank(said: set[str]) -> int:
    return 2 * bool(said & {"year", "yr"}) + bool(said & RELEASE)


def title_rank(said: set[str]) -> int:
    """
    A title that says so comes first, then what names the movie, then whatever is a name.

    >>> [title_rank(said) for said in ({"original", "title"}, {"film"}, {"director", "name"}, {"studio"})]
    [3, 2, 1, 0]
    """
    return 3 if "title" in said else 2 if said & MOVIE else int("name" in said)
