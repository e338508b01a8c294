"""Which rows are one film, and which of its rows counts: the newest."""

import random
import unicodedata
from itertools import permutations
from typing import Any

import pytest

from tests.journey.support import CRITIC, FINANCIALS, GROSS, Movies, pulse

AMELIE = "Le Fabuleux Destin d'Amélie Poulain"


def scores(movies: Movies) -> list[tuple[Any, ...]]:
    return movies.rows(
        "select movie_title, release_year, cast(critic_score_percentage as integer) "
        "from gold.movies_unified order by release_year, movie_title"
    )


def score(percentage: int, title: str = "Dune", year: int = 2021) -> str:
    return f"{title},{year},{percentage},8.0,100\n"


def test_every_way_to_write_a_title_is_one_film(movies: Movies) -> None:
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


def test_remakes_are_films_of_their_own(movies: Movies) -> None:
    movies.run(
        {
            "critic_agg": {"a.csv": CRITIC + score(36, year=1984) + score(83)},
            "audience_pulse": {"b.json": pulse({"title": "DUNE", "year": "1984"}, {"title": "Dune", "year": 2021})},
        }
    )
    assert scores(movies) == [("Dune", 1984, 36), ("Dune", 2021, 83)]
    assert movies.values("select providers from gold.movies_unified") == [2, 2]


def test_identical_rows_are_one_film_and_all_stay_in_bronze(movies: Movies) -> None:
    assert movies.run({"critic_agg": {"a.csv": CRITIC + score(83) * 3, "b.csv": CRITIC + score(83)}}).exit_code == 0
    assert scores(movies) == [("Dune", 2021, 83)]
    assert movies.values("select count(*) from bronze.critic_agg") == [4]
    assert movies.values("select _versions from silver.stg_critic_agg") == [4]


def test_within_a_file_the_last_line_counts(movies: Movies) -> None:
    movies.run({"critic_agg": {"a.csv": CRITIC + score(1) + score(3) + score(2)}})
    assert scores(movies) == [("Dune", 2021, 2)]


def test_the_newest_row_counts_by_date_then_load_then_line(movies: Movies) -> None:
    """Each delivery here comes after those above it; the last column is what gold has then."""
    steps = [
        ("critic_agg_20240107.csv", score(10), 10),
        ("critic_agg_2024-01-14.csv", score(20), 20),
        ("critic_agg_20231231.csv", score(30), 20),  # late: an older week
        ("20240114_critic_agg.csv", score(40), 40),  # the same day, loaded later
        ("critic_agg_20240114.csv", score(50) + score(60), 60),  # and the later line of it
        ("critic_agg_20240107.csv", score(70), 60),  # a corrected file of an old week
        ("critic_agg.csv", score(80), 80),  # no date in its name: that of today
        ("critic_agg_20240114.csv", score(90), 80),
    ]
    for number, (name, rows, expected) in enumerate(steps, start=1):
        assert movies.run({"critic_agg": {name: CRITIC + rows}}).exit_code == 0
        assert scores(movies) == [("Dune", 2021, expected)], name
        assert movies.values("select sum(_versions) from silver.stg_critic_agg") == [number + (number >= 5)]


def test_an_unsound_newer_value_is_null_and_does_not_bring_back_the_older(movies: Movies) -> None:
    movies.run({"critic_agg": {"critic_agg_20240107.csv": CRITIC + score(10)}})
    movies.run({"critic_agg": {"critic_agg_20240114.csv": CRITIC + "Dune,2021,abc,8.0,100\n"}})
    assert scores(movies) == [("Dune", 2021, None)]


DATED = {
    "critic_agg": {
        f"critic_agg_2024010{day}.csv": CRITIC + score(day) + score(day, f"Film {day}") for day in (1, 2, 3)
    },
    "audience_pulse": {
        f"audience_pulse_2024010{day}.json": pulse({"title": "Dune", "year": "2021", "audience_average_score": day})
        for day in (1, 2, 3)
    },
}


@pytest.mark.parametrize("order", random.Random(3).sample(list(permutations(range(3))), 3), ids=str)
def test_the_order_in_which_dated_files_come_does_not_matter(movies: Movies, order: tuple[int, ...]) -> None:
    for place in order:
        files = {table: dict([list(contents.items())[place]]) for table, contents in DATED.items()}
        assert movies.run(files).exit_code == 0
    in_order = Movies(movies.folder / "in order")
    assert in_order.run(DATED).exit_code == 0
    gold = "select * from gold.movies_unified order by movie_id"
    assert movies.rows(gold) == in_order.rows(gold)
    assert movies.csvs()["gold/movies_unified.csv"] == in_order.csvs()["gold/movies_unified.csv"]
