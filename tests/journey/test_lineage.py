"""movies lineage: from a figure in gold back to columns, files and the lines in them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.journey.support import CRITIC, FINANCIALS, GROSS, Movies

ROI = """\
gold.movies_unified.roi
  silver.box_office_metrics.domestic_box_office_gross_usd
    bronze.box_office_domestic.box_office_gross_usd
      dom_2026-11-01.csv: 2 rows
  silver.box_office_metrics.international_box_office_gross_usd
    bronze.box_office_international.box_office_gross_usd
      no file delivered
  silver.box_office_metrics.marketing_spend_usd
    bronze.box_office_financials.marketing_spend_usd
      fin_2026-11-01.csv: 1 rows
  silver.box_office_metrics.production_budget_usd
    bronze.box_office_financials.production_budget_usd
      fin_2026-11-01.csv: 1 rows
"""


@pytest.fixture(scope="module")
def movies(shared: Movies) -> Movies:
    ratings = [
        {"title": "Heat", "year": 1995, "audience_average_score": 8.3, "total_audience_ratings": 700000}
        | {"domestic_box_office_gross": 67000000},
        {"title": "It's a Gift", "year": 1934, "audience_average_score": 7.1, "total_audience_ratings": 5600}
        | {"domestic_box_office_gross": None},
    ]
    done = shared.run(
        {
            "critic_agg": {
                "critic_agg_2026-11-01.csv": f"{CRITIC}Ran,1985,96,9.0,80\nHeat,1995,83,7.9,140\n",
                # The first score is rejected: the older line stands.
                "critic_agg_2026-11-08.csv": f"{CRITIC}Heat,1995,good,8.1,150\n",
            },
            "audience_pulse": {"audience_pulse_2026-11-01.json": json.dumps(ratings)},
            "box_office_domestic": {"dom_2026-11-01.csv": f'{GROSS}Heat,1986,1\nHeat,1995,"$67,436,818"\n'},
            "box_office_financials": {"fin_2026-11-01.csv": f"{FINANCIALS}Heat,1995,60000000,\n"},
        }
    )
    assert done.exit_code == 0, done.err
    return shared


def origins(movies: Movies, *arguments: str) -> list[tuple[Any, ...]]:
    """Provider, file, line, the text there, and whether it was taken."""
    answer = movies("lineage", *arguments, "--json").json()
    wanted = ("provider", "file", "line", "delivered", "taken")
    return [tuple(each[name] for name in wanted) for each in answer["origins"]]


def test_a_column_leads_back_to_columns_and_files(movies: Movies) -> None:
    said = movies("lineage", "gold.movies_unified.roi")
    lines = [line.partition(", loaded ")[0] for line in said.out.splitlines()]
    assert (said.exit_code, lines) == (0, ROI.splitlines())


def test_a_column_that_meets_in_provider_facts_leads_to_both_providers(movies: Movies) -> None:
    [step] = movies("lineage", "gold.movies_unified.domestic_box_office_gross_usd", "--json").json()
    [facts] = step["sources"]
    assert facts["column"] == "silver.provider_facts.value"
    assert [(silver["column"], *(bronze["column"] for bronze in silver["sources"])) for silver in facts["sources"]] == [
        ("silver.audience_pulse.domestic_box_office_gross_usd", "bronze.audience_pulse.domestic_box_office_gross"),
        ("silver.box_office_metrics.domestic_box_office_gross_usd", "bronze.box_office_domestic.box_office_gross_usd"),
    ]


def test_a_movies_figures_lead_to_lines_and_tell_which_provider_won(movies: Movies) -> None:
    column = "gold.movies_unified.domestic_box_office_gross_usd"
    assert origins(movies, column, "--movie", "heat", "--year", "1995") == [
        ("box_office", "dom_2026-11-01.csv", 3, "$67,436,818", True),
        ("audience_pulse", "audience_pulse_2026-11-01.json", 1, "67000000", False),
    ]


def test_a_figure_of_an_older_delivery_leads_to_its_line(movies: Movies) -> None:
    heat = ("--movie", "Heat", "--year", "1995")
    assert origins(movies, "gold.movies_unified.critic_score_percentage", *heat) == [
        ("critic_agg", "critic_agg_2026-11-01.csv", 3, "83", True)
    ]
    assert origins(movies, "gold.movies_unified.top_critic_score", *heat) == [
        ("critic_agg", "critic_agg_2026-11-08.csv", 2, "8.1", True)
    ]


def test_a_figure_that_nobody_knows_leads_to_the_line_that_could_have_it(movies: Movies) -> None:
    column = "gold.movies_unified.marketing_spend_usd"
    assert origins(movies, column, "--movie", "Heat", "--year", "1995") == [
        ("box_office", "fin_2026-11-01.csv", 2, "", False)
    ]


def test_a_table_tells_of_all_its_columns(movies: Movies) -> None:
    said = movies("lineage", "gold.movies_unified", "--movie", "It's a Gift")
    found = [line.split("\t") for line in said.out.splitlines()[2:]]
    line = ["audience_pulse_2026-11-01.json", "2"]
    assert [(each[0], each[4:]) for each in found if each[0] in ("movie_title", "audience_average_score")] == [
        ("movie_title", ["It's a Gift", *line, "", "True"]),
        ("audience_average_score", ["7.10", *line, "7.1", "True"]),
    ]
    assert {each[3] for each in found} == {"audience_pulse"}


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (
            ("gold.movie_unified.roi",),
            "lineage: there is no table 'gold.movie_unified'; did you mean 'gold.movies_unified'?",
        ),
        (("gold.movies_unified.rio",), "lineage: gold.movies_unified has no column 'rio'; did you mean 'roi'?"),
        (("gold.movies_unified", "--movie", "Haet"), "lineage: no movie is called 'Haet'; did you mean 'Heat'?"),
        (
            ("gold.movies_unified", "--movie", "Heat"),
            "lineage: 2 movies are called 'Heat'; add --year, one of 1986, 1995",
        ),
        (
            ("gold.movies_unified", "--movie", "Ran", "--year", "1986"),
            "lineage: no movies are called 'Ran' and of 1986; there is one of 1985",
        ),
        (
            ("gold.movies_by_year", "--movie", "Ran"),
            "lineage: gold.movies_by_year has no row a movie; name gold.movies_unified, or a column of it",
        ),
    ],
)
def test_what_is_not_there_is_one_line_with_the_nearest(movies: Movies, arguments: tuple[str, ...], error: str) -> None:
    said = movies("lineage", *arguments)
    assert (said.exit_code, said.out, said.error()) == (1, "", error)


def test_a_lake_without_deliveries_says_so(tmp_path: Path) -> None:
    movies = Movies(tmp_path)
    assert movies.lake.table_names() == []
    said = movies("lineage", "bronze.critic_agg.top_critic_score")
    assert said.out.splitlines() == ["bronze.critic_agg.top_critic_score", "  no file delivered"]
    assert movies("lineage", "gold.movies_unified", "--movie", "Up").error() == "gold: not built yet; movies transform"
