"""Which titles of which providers become one movie, through pairs that are judged by provider and end to end."""

import pytest

from tests.journey.support import CRITIC, GROSS, Movies, pulse

pytestmark = pytest.mark.slow


def run(movies: Movies, critic: list[str], audience: list[str], gross: list[str]) -> list[list[str]]:
    """Runs `title,year` of each provider; the titles of each movie, as the providers print them, movies by year."""
    result = movies.run(
        {
            "critic_agg": {"critic_2026-11-25.csv": CRITIC + "".join(f"{row},50,5.0,10\n" for row in critic)},
            "audience_pulse": {"pulse_2026-11-25.json": pulse(*(titled(row) for row in audience))},
            "box_office_domestic": {"gross_2026-11-25.csv": GROSS + "".join(f"{row},1000\n" for row in gross)},
        }
    )
    assert result.exit_code == 0, result.err
    titles = movies.rows(
        "select movie_id, provider, provider_title from silver.movie_matches order by movie_id, provider desc"
    )
    return [
        [title for movie, _, title in titles if movie == each]
        for each in movies.values("select movie_id from silver.movies order by release_year, movie_id")
    ]


def titled(row: str) -> dict[str, str]:
    title, year = row.rsplit(",", 1)
    return {"title": title, "year": year}


def decisions(movies: Movies) -> list[str]:
    return movies.values("select distinct decision from silver.match_decisions order by decision")


def test_a_title_joins_one_title_of_each_provider(movies: Movies) -> None:
    found = run(movies, ["Stone Harbor (Puerto Piedra),1999"], ["Stone Harbor,1999"], ["Puerto Piedra,1999"])
    assert found == [["Stone Harbor (Puerto Piedra)", "Puerto Piedra", "Stone Harbor"]]


def test_a_title_joins_neither_of_two_of_one_provider(movies: Movies) -> None:
    found = run(movies, ["Stone Harbor (Puerto Piedra),1999"], ["Stone Harbor,1999", "Puerto Piedra,1999"], [])
    assert sorted(found) == [["Puerto Piedra"], ["Stone Harbor"], ["Stone Harbor (Puerto Piedra)"]]
    assert decisions(movies) == ["not the only pair"]


def test_every_spelling_of_a_title_is_compared(movies: Movies) -> None:
    # Both are one title to the rules of titles; only one has a part behind a colon.
    found = run(
        movies, ["Far Shores The Long Way Home,2004"], ["Far Shores: The Long Way Home,2004"], ["Far Shores,2004"]
    )
    assert [len(titles) for titles in found] == [3]


def test_titles_of_the_same_words_that_a_delivery_names_are_judged_once(movies: Movies) -> None:
    found = run(movies, ["The Silent Lake,1984", "Silent Lake,1984"], ["The Silent, Lake,1984"], ["Far Away,1999"])
    assert sorted(map(len, found)) == [1, 1, 2]
    assert decisions(movies) == ["one delivery names both"]


def test_two_titles_of_a_delivery_do_not_meet_through_others(movies: Movies) -> None:
    found = run(
        movies,
        ["Amber Road (Via Ambra),2001", "Winter Song,2001"],
        ["Via Ambra,2001"],
        ["Winter Song (Via Ambra),2001"],
    )
    assert [len(titles) for titles in found] == [1, 1, 1, 1]
    assert decisions(movies) == ["its chain holds two movies"]


def test_a_first_part_is_not_the_whole_where_the_second_part_is_listed(movies: Movies) -> None:
    found = run(movies, ["Salt Coast: Part One,2008", "Salt Coast: Part Two,2008"], ["Salt Coast,2008"], [])
    assert [len(titles) for titles in found] == [1, 1, 1]


def test_a_first_part_alone_is_the_whole(movies: Movies) -> None:
    found = run(movies, ["Salt Coast: Part One,2008"], ["Salt Coast,2008"], [])
    assert [len(titles) for titles in found] == [2]


@pytest.mark.parametrize(("neighbours", "movies_of_harbor"), [(1, 1), (0, 2)])
def test_short_titles_a_year_apart_are_one_movie_where_years_often_differ(
    movies: Movies, neighbours: int, movies_of_harbor: int
) -> None:
    shared = [f"The Long Story of Number {number},1980" for number in range(100, 110)]
    apart = ["The Quiet Lighthouse Keeper,2001"] * neighbours
    found = run(
        movies,
        [*shared, *apart, "Harbor,2005"],
        [*shared, *(row.replace("2001", "2002") for row in apart), "Harbor,2006"],
        [],
    )
    assert sum("Harbor" in titles for titles in found) == movies_of_harbor


def test_titles_decoded_wrongly_match_and_stay_as_delivered(movies: Movies) -> None:
    found = run(movies, ["AmÃ©lie,2001"], ["Amélie,2001"], ["WALLÂ·E,2008"])
    assert found == [["AmÃ©lie", "Amélie"], ["WALLÂ·E"]]
