"""What providers really send again: restyled titles, corrected files, columns that are missing or cannot be read."""

import json
from decimal import Decimal
from typing import Any

import pytest

from tests.journey.support import FINANCIALS, GROSS, Movies, critics

pytestmark = pytest.mark.slow

GOLD = "select movie_title, domestic_box_office_gross_usd from gold.movies_unified order by release_year, movie_title"


def grosses(movies: Movies) -> list[tuple[Any, ...]]:
    return [(title, gross if gross is None else int(gross)) for title, gross in movies.rows(GOLD)]


def gross(*rows: str) -> str:
    return GROSS + "".join(f"{row}\n" for row in rows)


def test_a_provider_restyles_its_titles(movies: Movies) -> None:
    before = gross(
        "Harbor Lights,2001,50", "Dr. Lantern,2002,70", "Second Tide Part II,2003,90", "Orchard & Vine,2004,10"
    )
    after = gross(
        "Harbor Lights (2001),2001,51", "Doctor Lantern,2002,71", "Second Tide 2,2003,91", "Orchard and Vine,2004,11"
    )
    scores = critics(
        "Harbor Lights,2001,81,7.4,140",
        "Doctor Lantern,2002,71,6.4,90",
        "Second Tide: Part Two,2003,61,5.4,80",
        "Orchard & Vine,2004,51,4.4,70",
    )
    result = movies.run(
        {
            "box_office_domestic": {
                "box_office_domestic_2026-10-25.csv": before,
                "box_office_domestic_2026-11-25.csv": after,
            },
            "critic_agg": {"critic_agg_2026-11-25.csv": scores},
        }
    )
    assert result.exit_code == 0
    assert grosses(movies) == [
        ("Harbor Lights", 51),
        ("Doctor Lantern", 71),
        ("Second Tide: Part Two", 91),
        ("Orchard & Vine", 11),
    ]
    assert movies.values("select providers from gold.movies_unified") == [2, 2, 2, 2]
    assert movies.values("select count(*) from bronze.box_office_domestic") == [8]
    assert movies.values("select count(*) from silver.movie_matches where provider = 'box_office'") == [7]


def test_three_tables_of_a_provider_spell_differently(movies: Movies) -> None:
    result = movies.run(
        {
            "box_office_domestic": {
                "d_2026-11-25.csv": gross("Rocky Road II,1979,85", '"Lantern, The",2001,5', "Dr. Harbor,1999,1")
            },
            "box_office_international": {
                "i_2026-11-25.csv": gross("Rocky Road 2,1979,115", "The Lantern,2001,6", "Doctor Harbor,1999,2")
            },
            "box_office_financials": {
                "f_2026-11-25.csv": FINANCIALS
                + "Rocky Road II (1979),1979,70,30\nLantern,2001,1,1\nDr. Harbor,1999,5,1\n"
            },
        }
    )
    assert result.exit_code == 0
    assert movies.rows(
        "select worldwide_box_office_gross_usd, production_budget_usd, roi "
        "from gold.movies_unified order by release_year"
    ) == [(200, 70, Decimal("1.0000")), (3, 5, Decimal("-0.5000")), (11, 1, Decimal("4.5000"))]


def test_titles_of_a_provider_that_may_be_one_movie_are_said(movies: Movies) -> None:
    domestic = {"d_2026-10-25.csv": gross("Second Tide,2002,10", "Up,2009,7")}
    other = {"i_2026-11-25.csv": gross("Second Tide,2003,20", "Up,2009,8")}
    scores = {"c_2026-11-25.csv": critics("The Second Tide,2002,41,4.0,70")}
    result = movies.run({"box_office_domestic": domestic, "box_office_international": other, "critic_agg": scores})
    assert result.exit_code == 0
    assert result.line("a_provider_splits_no_movie").endswith(
        "1 found: provider=box_office, title=Second Tide, release_year=2003, matched_title=The Second Tide, "
        "matched_year=2002, remedy=if they are one movie, list one in dbt/seeds/movie_aliases.csv, "
        "else both in cannot_link.csv"
    )
    assert grosses(movies) == [("The Second Tide", 10), ("Second Tide", None), ("Up", 7)]
    # A delivery that names both shows that they are two.
    other["i_2026-11-26.csv"] = gross("Second Tide,2002,30", "Second Tide,2003,20")
    assert "a_provider_splits_no_movie" not in movies.run({"box_office_international": other}).out


def test_titles_that_one_delivery_names_side_by_side_are_different_movies(movies: Movies) -> None:
    listed = critics("Players,2012,50,5,10", "The Players,2012,60,6,20")
    movies.run({"critic_agg": {"a_2026-11-01.csv": listed, "b_2026-11-08.csv": critics("Up,2009,98,8.7,298")}})
    assert movies.values("select count(*) from gold.movies_unified") == [3]
    assert movies.values("select decision from silver.match_decisions") == ["one delivery names both"]


def test_a_file_takes_the_place_of_an_older_one_of_its_name(movies: Movies) -> None:
    name = "box_office_domestic_2026-11-20.csv"
    movies.run(
        {"box_office_domestic": {name: gross("Harbor Lights,2010,5", "Second Tide,2002,7", "Tihrd Wave,2003,9")}}
    )
    movies.run(
        {"box_office_domestic": {name: gross("Harbor Lights,2001,5", "Second Tide,2002,7", "Third Wave,2003,9")}}
    )
    assert grosses(movies) == [("Harbor Lights", 5), ("Second Tide", 7), ("Third Wave", 9)]
    assert movies.values("select count(*) from bronze.box_office_domestic") == [6]
    accounting = "select rows_in_bronze, replaced from silver.row_accounting where table_name = 'box_office_domestic'"
    assert movies.rows(accounting) == [(6, 3)]


def test_the_same_bytes_under_another_name_cover_nothing_newer(movies: Movies) -> None:
    october = gross("Harbor Lights,2001,5")
    movies.run(
        {
            "box_office_domestic": {
                "box_office_domestic_2026-10-20.csv": october,
                "box_office_domestic_2026-11-20.csv": gross("Harbor Lights,2001,7"),
                "box_office_domestic_2026-11-25.csv": october,
            }
        }
    )
    assert grosses(movies) == [("Harbor Lights", 7)]


def test_a_column_that_cannot_be_read_erases_nothing_and_is_said(movies: Movies) -> None:
    movies.run(
        {
            "box_office_domestic": {
                "d_2026-10-20.csv": gross("Alpha Harbor,1990,335617800", "Alpha Meadow,1992,399443859")
            }
        }
    )
    result = movies.run(
        {"box_office_domestic": {"d_2026-11-20.csv": gross("Alpha Harbor,1990,$339.0M", "Alpha Meadow,1992,$403.4M")}}
    )
    line = result.line("newest_deliveries_are_sound")
    assert "file=d_2026-11-20.csv, column_name=box_office_gross_usd, rejected_values=2, of_rows=2" in line
    assert grosses(movies) == [("Alpha Harbor", 335617800), ("Alpha Meadow", 399443859)]
    assert movies.values("select distinct _domestic_file from silver.box_office_metrics") == ["d_2026-10-20.csv"]


def test_what_was_not_delivered_says_nothing_and_an_empty_field_says_empty(movies: Movies) -> None:
    first = {"title": "Harbor Lights", "year": "2001", "audience_average_score": 7.1, "total_audience_ratings": 1200}
    other = {"title": "Second Tide", "year": "2002", "audience_average_score": 6.1, "total_audience_ratings": 900}
    other["domestic_box_office_gross"] = 7000000
    again = {"title": "Harbor Lights", "year": "2001", "audience_average_score": 7.3}
    emptied = {"title": "Second Tide", "year": "2002", "audience_average_score": 6.2, "total_audience_ratings": ""}
    emptied["domestic_box_office_gross"] = 7000000
    movies.run({"audience_pulse": {"p_2026-11-20.json": json.dumps([first, other])}})
    movies.run({"audience_pulse": {"p_2026-11-27.json": json.dumps([again, emptied])}})
    assert movies.rows(
        "select movie_title, cast(audience_average_score as varchar), total_audience_ratings, _file, _older_figures "
        "from silver.audience_pulse order by 1"
    ) == [
        ("Harbor Lights", "7.30", 1200, "p_2026-11-27.json", "total_audience_ratings: p_2026-11-20.json line 1"),
        ("Second Tide", "6.20", None, "p_2026-11-27.json", None),
    ]


def test_one_delivery_that_contradicts_itself_is_said(movies: Movies) -> None:
    rows = gross(
        "Harbor Lights,2001,50", "HARBOR LIGHTS,2001,1", "Flow,2024,39", "Second Tide,2002,1", "Second Tide,2002,1"
    )
    result = movies.run({"box_office_domestic": {"d_2026-11-20.csv": rows}})
    line = result.line("a_delivery_says_one_thing_of_a_movie")
    assert "1 found: file=d_2026-11-20.csv, title=HARBOR LIGHTS, also_titled=Harbor Lights, release_year=2001" in line
    assert "first_line=2, taken_line=3, figures=domestic_box_office_gross_usd 1.00 to 50.00" in line
    assert grosses(movies) == [("HARBOR LIGHTS", 1), ("Second Tide", 1), ("Flow", 39)]


def test_one_delivery_that_gives_a_figure_and_takes_it_back_is_said(movies: Movies) -> None:
    rows = critics("Up,2009,98,8.7,298", "Up,2009,,8.7,298", "Ran,1985,,8.0,20", "RAN,1985,,8.0,20", "Lost,2002,8,8,x")
    result = movies.run({"critic_agg": {"c_2026-11-27.csv": rows + "Lost,2002,8,8,9\n"}})
    assert result.line("a_delivery_says_one_thing_of_a_movie").endswith(
        "1 found: file=c_2026-11-27.csv, title=Up, also_titled=Up, release_year=2009, first_line=2, taken_line=3, "
        "figures=critic_score_percentage 98.00 and empty"
    )
    assert movies.values("select critic_score_percentage from gold.movies_unified where movie_title = 'Up'") == [None]


def test_titles_that_differ_by_signs_are_one_movie_only_where_it_is_said(movies: Movies) -> None:
    titles = [
        "+1",
        "1",
        "3%",
        "3",
        "-30-",
        "30",
        ".45",
        "45",
        "...",
        "…",
        "$",
        "€",
        "What?",
        "What!",
        "#Horror",
        "Horror",
    ]
    rows = [f"{title},2013,{percentage},5.0,9" for percentage, title in enumerate(titles, 10)]
    result = movies.run({"critic_agg": {"c_2026-11-20.csv": critics(*rows)}})
    found = set(movies.values("select movie_title from gold.movies_unified"))
    line = result.line("a_delivery_says_one_thing_of_a_movie")
    assert set(titles) - found == {"What?", "#Horror"}
    assert "title=What!, also_titled=What?" in line and "title=#Horror, also_titled=Horror" in line
