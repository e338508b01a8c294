"""What silver makes of a labelled set: the pairs it finds, and how many of them are right."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path
from typing import NamedTuple

from tests.matching.labelled import LabelledSet, Pair, Row, pair
from tests.spec.dbt_project import Rows, built
from tests.spec.macros import macros

EXACT = "same title and year"
MATCH_RULES: dict[str, dict[str, str]] = {each["rule"]: each for each in macros("duckdb")["match_rules"]()}
# Highest priority first.
RULES = [EXACT, *MATCH_RULES]
ONLY_MATCHES = ("--select", "+movie_matches", "+match_decisions", "--exclude-resource-type", "test", "unit_test")


class Match(NamedTuple):
    """A line of silver.movie_matches."""

    movie_id: str
    row: Row
    rule: str


@dataclass(frozen=True)
class Silver:
    """The matches, sorted, and the candidates (two movie ids and the rule) of rules that are only listed."""

    matches: list[Match]
    listed: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Outcome:
    """Pairs found in a labelled set, by rule, and those that its listed pairs would add."""

    labelled: LabelledSet
    silver: Silver
    found: dict[Pair, str]
    listed: dict[Pair, str]

    @property
    def right(self) -> set[Pair]:
        return self.found.keys() & self.labelled.same.keys()

    @property
    def false(self) -> list[Pair]:
        return sorted(self.found.keys() - self.labelled.same.keys())

    @property
    def missed(self) -> list[Pair]:
        return sorted(self.labelled.same.keys() - self.found.keys())


def measured(work: Path, labelled: LabelledSet) -> Outcome:
    silver = silver_of(work, labelled.bronze)
    rows = by_movie(silver.matches)
    listed = {pair: rule for one, other, rule in silver.listed for pair, _ in across(product(rows[one], rows[other]))}
    found = dict(each for matches in rows.values() for each in across(combinations(matches, 2)))
    return Outcome(labelled, silver, found, listed)


def silver_of(work: Path, bronze: dict[str, Rows]) -> Silver:
    with built(work, bronze, *ONLY_MATCHES) as project:
        failed = [f"{each.node.name}: {each.message}" for each in project.results if str(each.status) != "success"]
        if failed:
            raise AssertionError("\n".join(failed))
        matches = project.rows(
            "select movie_id, provider, provider_title, provider_year, rule from silver.movie_matches order by all"
        )
        listed = project.rows(
            "select title_id, matched_title_id, rule from silver.match_decisions "
            "where decision = 'only listed' order by all"
        )
    lines = [Match(movie, Row(provider, title, str(year)), rule) for movie, provider, title, year, rule in matches]
    return Silver(lines, [(one, other, rule) for one, other, rule in listed])


def by_movie(matches: Iterable[Match]) -> dict[str, list[Match]]:
    movies = defaultdict(list)
    for match in matches:
        movies[match.movie_id].append(match)
    return movies


def across(pairs: Iterable[tuple[Match, Match]]) -> Iterator[tuple[Pair, str]]:
    """Of these pairs those of two providers, each with the less sure of both rules."""
    for one, other in pairs:
        if one.row.provider != other.row.provider:
            yield pair(one.row, other.row), max(one.rule, other.rule, key=RULES.index)
