"""The labelled pairs of movies can be trusted as data: they parse, do not contradict each other, and name real rows."""

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.matching.labelled import LABELS, PIXAR, lines

DELIVERED = {
    LABELS / "pixar.csv": PIXAR,
    LABELS / "real-538" / "labels.csv": LABELS / "real-538",
}
CHALLENGE = LABELS / "challenge.csv"

Movie = tuple[str, ...]


def movie(line: dict[str, str], side: str) -> Movie:
    """One side of a line: title and year, after the provider where the file names one."""
    return tuple(line[f"{side}_{part}"] for part in ("provider", "title", "year") if f"{side}_{part}" in line)


def delivered(folder: Path) -> set[Movie]:
    """Provider, title and year of every row of the delivery files."""
    rows = json.loads((folder / "audience_pulse.json").read_text(encoding="utf-8"))
    return (
        {("audience_pulse", row["title"], row["year"]) for row in rows}
        | {("critic_agg", row["movie_title"], row["release_year"]) for row in lines(folder / "critic_agg.csv")}
        | {
            ("box_office", row["film_name"], row["year_of_release"])
            for row in lines(folder / "box_office_domestic.csv")
        }
    )


@pytest.fixture(params=[CHALLENGE, *DELIVERED], ids=lambda path: str(path.relative_to(LABELS)))
def labels(request: pytest.FixtureRequest) -> list[dict[str, str]]:
    return lines(request.param)


def test_every_line_is_complete(labels: list[dict[str, str]]) -> None:
    for line in labels:
        assert None not in line and all(line.values()), line
        assert line["same"] in ("yes", "no"), line
        for year in (line["left_year"], line["right_year"]):
            assert year.isascii() and year.isdigit() and 1870 <= int(year) <= 2100, line


def test_no_pair_is_labelled_twice(labels: list[dict[str, str]]) -> None:
    pairs = Counter((movie(line, "left"), movie(line, "right")) for line in labels)
    assert [pair for pair, times in pairs.items() if times > 1] == []


@pytest.mark.parametrize("side", ["left", "right"])
def test_no_movie_is_the_same_as_two_others(labels: list[dict[str, str]], side: str) -> None:
    # In a file with providers: as two others of one provider.
    partners = Counter(
        (movie(line, side), line.get("left_provider"), line.get("right_provider"))
        for line in labels
        if line["same"] == "yes"
    )
    assert [named for named, times in partners.items() if times > 1] == []


def test_the_challenge_is_large_enough_to_measure_by() -> None:
    challenge = lines(CHALLENGE)
    assert list(challenge[0]) == ["phenomenon", "left_title", "left_year", "right_title", "right_year", "same"]
    assert len(challenge) >= 300
    assert [name for name, times in Counter(line["phenomenon"] for line in challenge).items() if times < 8] == []


@pytest.mark.parametrize("path", DELIVERED, ids=lambda path: str(path.relative_to(LABELS)))
def test_labels_name_delivered_rows(path: Path) -> None:
    rows = delivered(DELIVERED[path])
    assert [
        named for line in lines(path) for side in ("left", "right") if (named := movie(line, side)) not in rows
    ] == []


def test_the_counts_in_the_readme_are_true() -> None:
    counts = Counter((line["phenomenon"], line["same"]) for line in lines(CHALLENGE))
    readme = (LABELS / "README.md").read_text(encoding="utf-8")
    for name in {name for name, _ in counts}:
        assert f"| `{name}` | {counts[name, 'yes']} | {counts[name, 'no']} |" in readme
