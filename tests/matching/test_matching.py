"""Movies are matched as well as docs/matching.md says, and whatever the order and the case of the rows."""

import random
from pathlib import Path

import pytest

from tests.matching.labelled import LabelledSet, Row, labelled_sets
from tests.matching.matched import Outcome, Silver, measured, silver_of
from tests.matching.page import PAGE, page
from tests.matching.score import score, total

pytestmark = pytest.mark.slow

SETS = {labelled.name: labelled for labelled in labelled_sets()}


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dbt")


@pytest.fixture(scope="module")
def outcomes(work: Path) -> list[Outcome]:
    return [measured(work, labelled) for labelled in SETS.values()]


def test_matching_page_is_current(outcomes: list[Outcome]) -> None:
    shown = PAGE.read_text(encoding="utf-8")
    assert shown == f"{page(outcomes)}\n", "run: make bench-matching >docs/matching.md"


def test_matches_are_right(outcomes: list[Outcome]) -> None:
    assert total(map(score, outcomes)).precision >= 0.995


def test_real_movies_are_all_matched_and_none_wrongly(outcomes: list[Outcome]) -> None:
    wrong = {each.labelled.name: (each.false, each.missed) for each in outcomes if each.labelled.name != "challenge"}
    assert wrong == {"pixar": ([], []), "real-538": ([], [])}


@pytest.mark.parametrize("name", ["real-538", "challenge"])
def test_order_of_rows_changes_nothing(work: Path, outcomes: list[Outcome], name: str) -> None:
    labelled, rng = SETS[name], random.Random(538)
    shuffled = {table: rng.sample(rows, len(rows)) for table, rows in labelled.bronze.items()}
    assert silver_of(work, shuffled) == matched(outcomes, labelled)


# Not on the challenge set: there, rules that read capitals ("La" is an article, "LA" a city) are at work.
def test_swapped_case_changes_no_movie(work: Path, outcomes: list[Outcome]) -> None:
    labelled = SETS["real-538"]
    swapped = {
        table: [(title and title.swapcase(), *rest) for title, *rest in rows] for table, rows in labelled.bronze.items()
    }
    expected = {with_swapped_case(row): movie for row, movie in movies(matched(outcomes, labelled)).items()}
    assert movies(silver_of(work, swapped)) == expected


def matched(outcomes: list[Outcome], labelled: LabelledSet) -> Silver:
    return next(outcome.silver for outcome in outcomes if outcome.labelled is labelled)


def movies(silver: Silver) -> dict[Row, str]:
    return {match.row: match.movie_id for match in silver.matches}


def with_swapped_case(row: Row) -> Row:
    return row._replace(title=row.title.swapcase())
