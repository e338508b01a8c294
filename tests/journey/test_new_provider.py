"""Two providers that nobody has seen, added by the steps of docs/add-a-provider.md."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.journey.project import in_project, replace_once
from tests.journey.support import CRITIC, Movies

pytestmark = pytest.mark.slow

STREAMED = """\
Title (int.)\tRel. Yr\tHours Watched\tMember Stars\tFinished %\tFirst Streamed\tSlogan
Amélie\t2001\t48210\t4.4\t71.5%\t2019-03-01\tShe'll change your life
Goodfellas\t1990\t120455\t4.6\t66%\t2018-11-15\tThree decades; one life
The Good, the Bad and the Ugly\t1966\t30112\t4.5\t48.25%\t2020-01-01\tn/a
Crouching Tiger, Hidden Dragon\t2000\t25001\t4.1\t59%\t2020-01-01\t
"O Brother, ""Where"" Art Thou?"\t2000\tmany\t3.0\t80%\t2022-11-04\tA quote, not closed, would be odd
Monsters, Inc.\t2001\t310900\t4.7\t91%\t2019-11-12\tWe scare because we care
Up\t2009\t287650\t4.6\t88%\t2019-11-12\t
Coco\t2017\t402118\t4.8\t93%\t2019-11-12\tThe celebration of a lifetime
1917\t2019\t88004\t4.3\t77%\t2020-08-01\tTime is the enemy
Spirited Away\t2001\t199321\t4.9\t90%\t2020-02-01\t
Face/Off\t1997\t20144\t3.8\t62%\t2021-05-01\t
Ran\t1985\t9120\t4.5\t44%\t2021-05-01\t
"""

AWARDS = [
    {"movieTitle": title, "yearMovie": year, "yearCeremony": year + 1, "wonTotal": won, "jury_avg": jury, "for": prizes}
    for title, year, won, jury, prizes in [
        ("AMELIE", 2001, 0, 8.75, ["none"]),
        ("Goodfellas", 1990, 1, 8.5, ["supporting actor"]),
        ("Crouching Tiger, Hidden Dragon", 2000, 4, 9, ["foreign movie", "score"]),
        ("Monsters, Inc.", 2001, 1, 8, ["song"]),
        ("Up", 2009, 2, 8.25, ["animated movie", "score"]),
        ("Coco", 2017, 2, 9, ["animated movie", "song"]),
        ("1917", 2019, 3, 8, ["cinematography", "sound", "effects"]),
        ("Spirited Away", 2002, 1, 9.5, ["animated movie"]),
        ("Ran", 1985, 1, None, ["costume design"]),
        ("Parasite", 2019, 4, 9.75, ["picture", "director", "screenplay", "international movie"]),
        ("The Piano", 1993, 3, 8, ["actress"]),
        ("Roma", 2018, 3, 9, ["director"]),
    ]
]


def add(project: Path, movies: Movies, name: str, sample: str) -> dict[str, Any]:
    """Takes the steps of the page: the command, the lines that it tells, the answers to its questions, generate."""
    path = movies.inbox / sample
    answered = in_project(project, "movies_lakehouse.cli.main", "new-provider", name, "--from", str(path), "--json")
    assert (answered.exit_code, answered.err) == (0, "")
    assert in_project(project, "movies_lakehouse.build.generate", "--check").exit_code == 0
    added: dict[str, Any] = answered.json()
    for paste in added["manual_steps"]:
        insert(project / paste["file"], paste["above"], paste["text"])
    replace_once(
        project / f"ingest/contracts/{name}.yml", f"Who is {name}, and what does it tell about movies?", "Movies"
    )
    assert in_project(project, "movies_lakehouse.build.generate", "--check").exit_code == 1
    assert in_project(project, "movies_lakehouse.build.generate").exit_code == 0
    return added


def insert(path: Path, above: str, text: str) -> None:
    lines = path.read_text().splitlines(keepends=True)
    place = [line.strip() for line in lines].index(above)
    path.write_text("".join([*lines[:place], text, *lines[place:]]))


def test_two_providers_that_nobody_has_seen(movies: Movies, project: Path) -> None:
    movies.inbox.mkdir()
    (movies.inbox / "streaming_2026-11-20.tsv").write_text(STREAMED)
    (movies.inbox / "awards.json").write_text(json.dumps(AWARDS))
    (movies.inbox / "critic_agg.csv").write_text(CRITIC + "Up,2009,98,8.7,298\n")
    streaming = add(project, movies, "streaming", "streaming_2026-11-20.tsv")
    assert "12 read, 12 loaded, 0 malformed" in streaming["checked"]["summary"]
    assert "unexpected columns: for" in add(project, movies, "awards", "awards.json")["checked"]["summary"]

    lake = ("movies_lakehouse.cli.main", "--lake", str(movies.lake_folder))
    loaded = in_project(project, *lake, "ingest", str(movies.inbox))
    assert (loaded.exit_code, loaded.err) == (0, "")
    built = in_project(project, *lake, "transform")
    assert (built.exit_code, built.err) == (0, "")

    counts = "select provider, count(*) from silver.movie_matches group by 1 order by 1"
    assert movies.rows(counts) == [("awards", 12), ("critic_agg", 1), ("streaming", 12)]
    figures = (
        "select movie_title, release_year, critic_score_percentage, hours_watched, member_stars, finished, "
        "won_total, jury_avg, providers from gold.movies_unified where movie_title in "
        "('Amélie', 'Up', 'Spirited Away', 'Parasite') order by movie_title, release_year"
    )
    assert [tuple(None if value is None else str(value) for value in row) for row in movies.rows(figures)] == [
        ("Amélie", "2001", None, "48210", "4.40", "71.50", "0", "8.75", "2"),
        ("Parasite", "2019", None, None, None, None, "4", "9.75", "1"),
        # One says 2001, the other 2002.
        ("Spirited Away", "2001", None, "199321", "4.90", "90.00", "1", "9.50", "2"),
        ("Up", "2009", "98.00", "287650", "4.60", "88.00", "2", "8.25", "3"),
    ]
    rejected = "select table_name, column_name, value from silver.rejected"
    assert movies.rows(rejected) == [("streaming", "hours_watched", "many")]
    # Texts go no further than staging, which nobody reads once the build is done.
    texts = "select first_streamed, slogan, cast(_delivered_on as varchar) from bronze.streaming where _line = 12"
    assert movies.rows(texts) == [("2021-05-01", "", "2026-11-20")]
