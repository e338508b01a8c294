"""What people decide in dbt/seeds: which names are one movie, which are not, and whose figure counts."""

from pathlib import Path
from typing import Any

import pytest

from tests.journey.support import CRITIC, GROSS, Movies, Result, pulse

pytestmark = pytest.mark.slow

SEEDS = {
    "movie_aliases": "provider,title,release_year,movie_title,movie_year,note\n",
    "cannot_link": "title,release_year,note\n",
    "source_precedence": "fact,provider,precedence,note\n",
}
DELIVERED = {
    "critic_agg": {
        "a.csv": CRITIC
        + "Der Untergang,2005,90,8.0,100\n"
        + "Crash,2004,74,7.0,100\n"
        + "Mr. Players,2012,50,5.0,10\n"
        + "Up,2009,98,8.7,298\n"
    },
    "audience_pulse": {
        "b.json": pulse(
            {"title": "Downfall", "year": "2004"},
            {"title": "CRASH", "year": "2004"},
            {"title": "Mister Players", "year": "2012"},
            {"title": "Up", "year": "2009", "domestic_box_office_gross": 5},
        )
    },
    "box_office_domestic": {"c.csv": GROSS + "Up,2009,7\n"},
}
Answers = dict[str, list[tuple[Any, ...]]]
MOVIES = "select movie_title, release_year, providers from gold.movies_unified order by movie_title, release_year"
CONFLICT = "select taken_from, taken_value, other_provider, other_value, difference, rule from gold.provider_conflicts"


@pytest.fixture(scope="module")
def undecided(shared: Movies) -> Answers:
    """What a lake answers before anybody decided anything; the tests then decide, each anew, in that lake."""
    assert shared.run(DELIVERED).exit_code == 0
    return {sql: shared.rows(sql) for sql in (MOVIES, CONFLICT)}


def decide(dbt: Path, seed: str, *lines: str) -> None:
    (dbt / f"seeds/{seed}.csv").write_text(SEEDS[seed] + "".join(f"{line}\n" for line in lines))


def warned(result: Result) -> bool:
    return "seeds_name_known_titles" in result.out


def test_names_that_no_rule_brings_together(shared: Movies, undecided: Answers, dbt: Path) -> None:
    assert undecided[MOVIES][:3] == [("Crash", 2004, 2), ("Der Untergang", 2005, 1), ("Downfall", 2004, 1)]

    decide(dbt, "movie_aliases", "critic_agg,der untergang,2005,Downfall,2004,known as that abroad")
    result = shared("transform")
    assert result.exit_code == 0
    assert not warned(result)
    assert shared.rows(MOVIES)[:2] == [("Crash", 2004, 2), ("Downfall", 2004, 2)]
    matches = "select provider, provider_title, provider_year, rule from silver.movie_matches"
    assert shared.rows(f"{matches} where movie_id = 'downfall-2004' order by rule") == [
        ("critic_agg", "Der Untergang", 2005, "alias"),
        ("audience_pulse", "Downfall", 2004, "same title and year"),
    ]


@pytest.mark.usefixtures("undecided")
def test_two_movies_of_one_title_and_year(shared: Movies, dbt: Path) -> None:
    decide(dbt, "movie_aliases", "critic_agg,Crash,2004,Crash (Haggis),2004,the other is Cronenberg's")
    result = shared("transform")
    assert result.exit_code == 0
    assert not warned(result)
    # No rule brings them together again, though a title in brackets would.
    assert shared.rows(MOVIES)[:2] == [("CRASH", 2004, 1), ("Crash (Haggis)", 2004, 1)]


def test_movies_that_a_rule_takes_for_one(shared: Movies, undecided: Answers, dbt: Path) -> None:
    assert ("Mr. Players", 2012, 2) in undecided[MOVIES]

    decide(dbt, "cannot_link", "Mr. Players,2012,", "Mister Players,2012,not by the same people")
    assert shared("transform").exit_code == 0
    assert [row for row in shared.rows(MOVIES) if "Players" in row[0]] == [
        ("Mister Players", 2012, 1),
        ("Mr. Players", 2012, 1),
    ]
    assert shared.values("select decision from silver.match_decisions where title like '%Players'") == ["cannot link"]


def test_whose_figure_gold_takes(shared: Movies, undecided: Answers, dbt: Path) -> None:
    assert undecided[CONFLICT] == [("box_office", 7, "audience_pulse", 5, -2, "source precedence")]

    decide(dbt, "source_precedence", "domestic_box_office_gross_usd,audience_pulse,1,")
    result = shared("transform")
    assert "every_provider_fact_has_a_precedence" in result.out
    assert shared.rows(CONFLICT) == [("audience_pulse", 5, "box_office", 7, 2, "source precedence")]
    assert shared.values(
        "select domestic_box_office_gross_usd from gold.movies_unified where movie_id = 'up-2009'"
    ) == [5]


@pytest.mark.usefixtures("undecided")
def test_a_line_that_says_nothing_certain_changes_nothing(shared: Movies, dbt: Path) -> None:
    before = shared.content("silver", "gold")
    decide(dbt, "movie_aliases", ",Downfall,2004,Der Untergang,2005,", ",Der Untergang,2005,Downfall,2004,")
    result = shared("transform")
    assert result.exit_code == 12
    assert "data test movie_aliases_are_sound: 2 found: file=dbt/seeds/movie_aliases.csv" in result.error()
    assert "remedy=lead to the last name at once" in result.error()
    assert shared.content("silver", "gold") == before


@pytest.mark.usefixtures("undecided")
def test_a_movie_that_nobody_delivered_is_said(shared: Movies, dbt: Path) -> None:
    decide(dbt, "movie_aliases", ",Der Untergang,2005,Dwonfall,2004,", ",Solaris,1972,Solyaris,1972,")
    decide(dbt, "cannot_link", "Ran,1985,")
    result = shared("transform")
    assert result.exit_code == 0
    assert {movie for movie in ("dwonfall-2004", "solaris-1972", "ran-1985") if f"movie={movie}" in result.out} == {
        "dwonfall-2004",
        "solaris-1972",
        "ran-1985",
    }
