"""`movies quality` on a lake that got two deliveries, the second of them worse, and on lakes that have less to tell."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from markupsafe import escape

from tests.journey.support import CRITIC, Movies
from tests.journey.two_deliveries import HTML, NO_SCORE, TITLES, deliver

pytestmark = pytest.mark.slow

CHANGED = "critic_score_percentage"


@pytest.fixture(scope="module")
def delivered(shared: Movies) -> Movies:
    deliver(shared)
    return shared


@pytest.fixture(scope="module")
def answer(delivered: Movies) -> Any:
    result = delivered("quality", "--json")
    assert (result.exit_code, result.err) == (0, "")
    return result.json()


def rows(answer: Any, title: str, *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of one table of the report."""
    return [tuple(row[column] for column in columns) for row in answer[title]]


def test_what_status_tells_is_in_it(delivered: Movies, answer: Any) -> None:
    status = delivered("status", "--json").json()
    assert [row["state"] for row in answer["providers"]] == ["late"] * 3
    assert answer["providers"] == status["providers"]
    assert answer["quarantined"] == status["quarantined"] != []


def test_deliveries_by_day(answer: Any) -> None:
    assert rows(answer, "arrivals", "provider", "delivered_on", "taken", "quarantined", "rows") == [
        ("audience_pulse", "2026-10-01", 1, 0, 41),
        ("box_office", "2026-10-01", 1, 0, 2),
        ("box_office", "2026-10-08", 0, 1, 0),
        ("critic_agg", "2026-10-01", 1, 0, 40),
        ("critic_agg", "2026-10-08", 1, 0, 48),
    ]


def test_rows_add_up(answer: Any) -> None:
    (critics,) = [row for row in answer["row_accounting"] if row["table"] == "critic_agg"]
    assert critics == {
        "table": "critic_agg",
        "rows_in_bronze": 88,
        "newest_of_a_title": 47,
        "older_versions": 40,
        "replaced": 0,
        "rejected": 1,
        "unaccounted": 0,
    }


def test_rejected_values_with_examples(answer: Any) -> None:
    assert rows(answer, "rejected", "table", "column", "why", "rejects", "times", "share") == [
        ("critic_agg", CHANGED, "not a percentage from 0 to 100", "value", 7, 0.0795),
        ("critic_agg", "movie_title", "not a title", "row", 1, 0.0114),
    ]
    file = "critic_agg_2026-10-08.csv"
    assert rows(answer, "rejected_examples", "column", "value", "times", "file", "line") == [
        (CHANGED, NO_SCORE, len(TITLES), file, 42),
        (CHANGED, "101", 1, file, 48),
        ("movie_title", "", 1, file, 49),
    ]


def test_matches_by_rule_and_pair(answer: Any) -> None:
    assert rows(answer, "match_rates", "provider", "rule", "movies", "share") == [
        ("audience_pulse", "same title and year", 41, 1),
        ("box_office", "same title and year", 2, 1),
        ("critic_agg", "same title and year", 47, 1),
    ]
    assert rows(answer, "provider_pairs", "provider", "other_provider", "movies_of_both", "share_of_smaller") == [
        ("audience_pulse", "box_office", 2, 1),
        ("audience_pulse", "critic_agg", 40, 0.9756),
        ("box_office", "critic_agg", 2, 1),
    ]


def test_conflicts_the_largest_first(answer: Any) -> None:
    assert rows(answer, "conflicts", "taken_from", "other_provider", "movies", "by_more_than_1_percent") == [
        ("box_office", "audience_pulse", 2, 1)
    ]
    assert rows(answer, "largest_conflicts", "movie_title", "taken_value", "other_value", "relative_difference") == [
        ("Movie 1", 2000000, 1000000, 0.5),
        ("Movie 2", 1000001, 1000000, 0.000001),
    ]


def test_unexpected_columns_and_when_they_came(answer: Any) -> None:
    assert rows(answer, "unexpected_columns", "table", "column", "first_seen", "deliveries") == [
        ("critic_agg", "mood", "2026-10-08", 1),
        ("critic_agg", "note", "2026-10-08", 1),
    ]


def test_the_column_that_moved_is_marked(answer: Any) -> None:
    moved = [row for row in answer["drift"] if row["state"] == "moved"]
    # Up to 50 there are 31 of the 41 new scores, and 10 of the 40 old ones.
    assert [(row["column"], row["compared"], row["newest"], row["previous"]) for row in moved] == [
        (CHANGED, "values", 41, 40)
    ]
    assert moved[0]["gap"] == 0.5061
    assert {row["table"] for row in answer["drift"]} == {"critic_agg"}


def test_distributions_of_both_deliveries(answer: Any) -> None:
    columns = ("delivery", "rows", "missing", "rejected", "least", "lower_quartile", "median", "upper_quartile")
    found = [row for row in answer["distributions"] if row["column"] == CHANGED]
    assert [tuple(row[name] for name in columns) for row in found] == [
        ("newest", 48, 0, 7, 21, 31, 41, 50),
        ("previous", 40, 0, 0, 41, 50, 60, 70),
    ]
    # The 40 new scores from 21 to 60, and a movie of 50.
    assert [(row["greatest"], row["average"]) for row in found] == [(60, 40.73), (80, 60.5)]


def test_misdecoded_titles(answer: Any) -> None:
    found = rows(answer, "misdecoded_titles", "provider", "titles", "movie_title", "file", "line")
    file = "critic_agg_2026-10-08.csv"
    expected = [("critic_agg", 5, title, file, line) for line, title in enumerate(TITLES[:-1], 42)]
    assert sorted(found) == sorted(expected)


def test_everything_is_answered_and_printed(delivered: Movies, answer: Any) -> None:
    assert answer["unanswered"] == []
    printed = delivered("quality").out
    for title, found in answer.items():
        assert (f"# {title}\n" if found else f"{title}: none\n") in printed


def test_an_old_delivery_that_comes_late_is_not_the_newest(movies: Movies) -> None:
    for day, score in (("20260108", 50), ("20260101", 60)):
        name = f"critic_agg_{day}.csv"
        assert not movies.ingest({"critic_agg": {name: CRITIC + f"Up,2009,{score},8,9\n"}}).exit_code
    movies("transform")
    answer = movies("quality", "--json").json()
    found = [row for row in answer["distributions"] if row["column"] == CHANGED]
    assert [(row["delivered_on"], row["median"]) for row in found] == [("2026-01-08", 50), ("2026-01-01", 60)]
    # Far apart, but two movies could be so by chance.
    assert [(row["gap"], row["state"]) for row in answer["drift"] if row["column"] == CHANGED] == [
        (0, "as before"),
        (1, "as before"),
    ]


def test_a_lake_with_nothing_in_it(movies: Movies) -> None:
    assert movies.lake.table_names() == []
    answer = movies("quality", "--json").json()
    unanswered = [row["question"] for row in answer.pop("unanswered")]
    assert {title for title, found in answer.items() if found} == set()
    assert "drift" in unanswered and "row_accounting" in unanswered
    assert movies("quality").exit_code == 0


def test_a_lake_that_was_never_built(movies: Movies) -> None:
    today = datetime.now(UTC).date()
    movies.ingest({"critic_agg": {f"critic_agg_{today:%Y%m%d}.csv": CRITIC + "Up,2009,98,8.7,298\n"}})
    answer = movies("quality", "--json").json()
    assert {row["provider"]: row["state"] for row in answer["providers"]} == {
        "audience_pulse": "nothing delivered",
        "box_office": "nothing delivered",
        "critic_agg": "in time",
    }
    # What bronze alone can answer.
    assert rows(answer, "distributions", "column", "delivery", "median")[0] == (CHANGED, "newest", 98)
    needs = {row["question"]: row["needs"] for row in answer["unanswered"]}
    assert needs["rejected_examples"] == "silver.rejected"
    page = movies.folder / "new" / "quality.html"
    assert movies("quality", "--html", str(page)).out == f"quality report in {page}\n"
    assert "movies transform" in page.read_text()


def test_the_page_is_written_whole_or_not_at_all(delivered: Movies) -> None:
    page = delivered.folder / "page.html"
    result = delivered("quality", "--html", str(page), "--json")
    assert (result.exit_code, result.json()["providers"][0]["newest"]) == (0, str(date(2026, 10, 1)))
    text = page.read_text()
    assert HTML not in text and escape(HTML) in text and text.endswith("</html>\n")
    result = delivered("quality", "--html", str(delivered.folder))
    assert result.exit_code == 1
    assert result.error().startswith(f"{delivered.folder} is a folder; name a file in it")
