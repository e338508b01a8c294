"""The guesses and the macros take the same texts for numbers: the cases are those of the macros' own spec."""

import pytest

from movies_lakehouse.new_provider.values import DECIMAL, MISSING, PERCENTAGE, SPACE, USD, WHOLE, YEAR, present, share
from movies_lakehouse.outputs.notation import as_read
from tests.spec import test_numbers
from tests.spec.table import rows

CASES = [case for table in test_numbers.TABLES.values() for case in rows(table)]
FORMS = {"year": YEAR, "count": WHOLE, "score": DECIMAL, "percent": PERCENTAGE, "dollars": USD}
# Guessed more narrowly than taken: early and late years, and percentages with a sign in front of them.
NARROWER = {
    ("year", "1870"),
    ("year", "1870.0"),
    ("year", "2100"),
    *(("percent", text) for text in "+8 -0 -0.001".split()),
}


def guessed(kind: str, text: str, *others: str) -> float:
    """Whether the guess takes a text for a kind of number, beside others of its column."""
    read, *_ = as_read([text.strip(SPACE), *others])
    return share([read], FORMS[kind])


@pytest.mark.parametrize("kind", FORMS)
def test_what_silver_takes_the_guess_takes(kind: str) -> None:
    taken = {case["text"] for case in CASES if case[kind] not in ("no", "none")}
    assert {text for text in taken if not guessed(kind, text)} == {text for on, text in NARROWER if on == kind} & taken


@pytest.mark.parametrize("table", ["Other ways to write a number", "No figure at all"])
@pytest.mark.parametrize("kind", FORMS)
def test_what_is_no_number_to_silver_is_none_to_the_guess(kind: str, table: str) -> None:
    texts = [case["text"] for case in rows(test_numbers.TABLES[table])]
    assert not [text for text in texts if guessed(kind, text)]


@pytest.mark.parametrize("kind", test_numbers.KINDS)
def test_the_guess_takes_what_silver_takes_beside_others(kind: str) -> None:
    for case in rows(test_numbers.COLUMNS["A column shows what its points and commas mean"]):
        if case[kind] != "no":
            assert guessed(kind, case["text"], *case["column"].split()), case
        elif kind in ("count", "dollars"):
            assert not guessed(kind, case["text"], *case["column"].split()), case


def test_no_figure_at_all_is_the_same_to_both() -> None:
    for case in CASES:
        assert (not present([case["text"]])) == (case["count"] == "none"), case
        assert (MISSING.fullmatch(case["text"].strip(SPACE)) is not None) == (case["count"] == "none"), case


@pytest.mark.parametrize(
    ("text", "is_one"), [("1879", 0), ("1880", 1), ("2035", 1), ("2036", 0), ("1999.0", 1), ("99", 0)]
)
def test_years_of_movies(text: str, is_one: int) -> None:
    assert share([text], YEAR) == is_one
