"""Which rows are one movie, and which of its rows counts: the newest."""

import random
import unicodedata
from typing import Any

import pytest

from tests.journey.support import CRITIC, FINANCIALS, GROSS, Movies, pulse

pytestmark = pytest.mark.slow

AMELIE = "Le Fabuleux Destin d'Amélie Poulain"
VERSIONS = "select newest_of_a_title, older_versions from silver.row_accounting where table_name = 'critic_agg'"


def scores(movies: Movies) -> list[tuple[Any, ...]]:
    return movies.rows(
        "select movie_title, release_year, cast(critic_score_percentage as integer) "
        "from gold.movies_unified order by release_year, movie_title"
    )


def score(percentage: int, title: str = "Dune", year: int = 2021) -> str:
    return f"{title},{year},{percentage},8.0,100\n"


def test_every_way_to_write_a_title_is_one_movie(movies: Movies) -> None:
    composed, decomposed = unicodedata.normalize("NFC", AMELIE), unicodedata.normalize("NFD", AMELIE)
    assert composed != decomposed
    result = movies.run(
        {
            "critic_agg": {"a.csv": CRITIC + score(90, composed, 2001) + score(91, decomposed, 2001)},
            "audience_pulse": {"b.json": pulse({"title": decomposed.upper()})},
            "box_office_domestic": {"c.csv": GROSS + f"{composed.replace(chr(39), '’')},2001,33225499\n"},
            "box_office_financials": {"d.csv": FINANCIALS + f"  {AMELIE.lower()}  ,2001,10000000,\n"},
        }
    )
    assert result.exit_code == 0
    assert movies.rows("select movie_title, critic_score_percentage, providers from gold.movies_unified") == [
        (decomposed, 91, 3)
    ]
    assert movies.values("select movie_title from bronze.critic_agg order by _line") == [composed, decomposed]


def test_remakes_are_movies_of_their_own(movies: Movies) -> None:
    movies.run(
        {
            "critic_agg": {"a.csv": CRITIC + score(36, year=1984) + score(83)},
            "audience_pulse": {"b.json": pulse({"title": "DUNE", "year": "1984"}, {"title": "Dune", "year": 2021})},
        }
    )
    assert scores(movies) == [("Dune", 1984, 36), ("Dune", 2021, 83)]
    assert movies.values("select providers from gold.movies_unified") == [2, 2]


def test_identical_rows_are_one_movie_and_all_stay_in_bronze(movies: Movies) -> None:
    assert movies.run({"critic_agg": {"a.csv": CRITIC + score(83) * 3, "b.csv": CRITIC + score(83)}}).exit_code == 0
    assert scores(movies) == [("Dune", 2021, 83)]
    assert movies.values("select count(*) from bronze.critic_agg") == [4]
    assert movies.rows(VERSIONS) == [(1, 3)]


def test_within_a_file_the_last_line_counts(movies: Movies) -> None:
    movies.run({"critic_agg": {"a.csv": CRITIC + score(1) + score(3) + score(2)}})
    assert scores(movies) == [("Dune", 2021, 2)]


def test_the_newest_row_counts_by_date_then_load_then_line(movies: Movies) -> None:
    """
    Each delivery here comes after those above it; the last column is what gold has then.

    `Movie 1` is in the first delivery, `Movie 2` in the first two, and so on: one build shows what gold has after each.
    """
    steps = [
        ("critic_agg_20240107.csv", [10], 10),
        ("critic_agg_2024-01-14.csv", [20], 20),
        ("critic_agg_20231231.csv", [30], 20),  # late: an older week
        ("critic_agg_again_20240114.csv", [40], 40),  # the same day, loaded later
        ("critic_agg_20240114.csv", [50, 60], 60),  # and the later line of it
        ("critic_agg_late_20240107.csv", [70], 60),  # another file of an old week
        ("critic_agg.csv", [80], 60),  # no day in its name: never newer than one that has it
        ("critic_agg_once_more_20240114.csv", [90], 90),
    ]
    numbers = range(1, len(steps) + 1)
    for step, (name, percentages, _) in enumerate(steps, 1):
        rows = [score(each, f"Movie {number}") for each in percentages for number in numbers if number >= step]
        assert movies.ingest({"critic_agg": {name: CRITIC + "".join(rows)}}).exit_code == 0
    assert movies("transform").exit_code == 0
    assert scores(movies) == [(f"Movie {number}", 2021, steps[number - 1][2]) for number in numbers]
    rows_of_a_movie = [sum(len(percentages) for _, percentages, _ in steps[:number]) for number in numbers]
    assert movies.rows(VERSIONS) == [(len(steps), sum(rows_of_a_movie) - len(steps))]


def test_a_newer_row_counts_at_the_next_build_and_an_unsound_value_erases_nothing(
    movies: Movies,
) -> None:
    movies.run({"critic_agg": {"critic_agg_20240107.csv": CRITIC + score(10) + score(11, "Up", 2009)}})
    assert scores(movies) == [("Up", 2009, 11), ("Dune", 2021, 10)]
    movies.run({"critic_agg": {"critic_agg_20240114.csv": CRITIC + "Dune,2021,abc,8.0,100\n" + score(12, "Up", 2009)}})
    assert scores(movies) == [("Up", 2009, 12), ("Dune", 2021, 10)]
    assert movies.rows(VERSIONS) == [(2, 2)]


def dated(number: int) -> list[tuple[str, str, str]]:
    """Table, name and content of the files of a day; a later day corrects figures and how titles are written."""
    strangelove = ("DR. STRANGELOVE", "Dr Strangelove", "Dr. Strangelove")[number - 1]
    fans = {"title": "Doctor Strangelove", "year": "1964", "audience_average_score": number}
    return [
        (
            "critic_agg",
            f"critic_agg_2024010{number}.csv",
            CRITIC + score(number) + score(number, f"Movie {number}") + score(number, strangelove, 1964),
        ),
        ("audience_pulse", f"audience_pulse_2024010{number}.json", pulse(fans, {"title": "Dune", "year": "2021"})),
        (
            "box_office_domestic",
            f"box_office_domestic_2024010{number}.csv",
            GROSS + f"Dune,2021,{number}\nThe Lives of Others,200{number},11286112\nMovie {number},2021,{number}\n",
        ),
    ]


DATED = [*dated(1), *dated(2), *dated(3)]
BY_PROVIDER = sorted(DATED)
ORDERS = {
    "newest first": DATED[::-1],
    "a provider later": BY_PROVIDER[::-1],  # the one whose titles count comes last
    "shuffled": random.Random(3).sample(DATED, len(DATED)),
}


# A build makes everything anew of what bronze has, so it matters little what was built before.
BUILT_EACH_TIME = "newest first"


def run(movies: Movies, files: list[tuple[str, str, str]]) -> None:
    assert movies.run(by_table(files)).exit_code == 0


def ingest(movies: Movies, files: list[tuple[str, str, str]]) -> None:
    assert movies.ingest(by_table(files)).exit_code == 0


def by_table(files: list[tuple[str, str, str]]) -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {}
    for table, name, content in files:
        tables.setdefault(table, {})[name] = content
    return tables


@pytest.fixture(scope="module")
def at_once(shared: Movies) -> Movies:
    run(shared, DATED)
    return shared


@pytest.mark.parametrize("order", ORDERS)
def test_the_order_in_which_dated_files_come_does_not_matter(movies: Movies, at_once: Movies, order: str) -> None:
    files = ORDERS[order]
    for start in range(0, len(files), 3):
        deliver = run if order == BUILT_EACH_TIME or start + 3 == len(files) else ingest
        deliver(movies, files[start : start + 3])
    # The history of figures is of builds, of which one lake had more.
    gold, gold_at_once = (
        {name: rows for name, rows in each.content("gold").items() if name != "gold.quality_history"}
        for each in (movies, at_once)
    )
    assert gold == gold_at_once
    assert movies.content("silver")["silver.movie_matches"] == at_once.content("silver")["silver.movie_matches"]
    assert movies.csvs()["gold/movies_unified.csv"] == at_once.csvs()["gold/movies_unified.csv"]


def test_a_movie_keeps_its_id_when_its_title_is_corrected_and_providers_come(movies: Movies) -> None:
    ids = []
    for day in (1, 2, 3):
        run(movies, dated(day)[:day])
        ids.append(movies.values("select movie_id from gold.movies_unified where release_year = 1964"))
    assert ids == [["dr-strangelove-1964"]] * 3
    assert movies.values("select rule from silver.movie_matches where provider_year = 1964 order by provider") == [
        "same words",
        "same title and year",
    ]
