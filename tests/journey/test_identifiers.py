"""Ids that providers deliver for their movies: what is read, which titles they join, and which they keep apart."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.contracts import CONTRACTS, read_contracts
from movies_lakehouse.build import dbt_runner
from movies_lakehouse.cli import verbs_job
from tests.journey.project import ROOT, ChangingProject, replace_once, without_leftovers
from tests.journey.support import CRITIC, GROSS, Movies, pulse

pytestmark = pytest.mark.slow

# Contract -> its last column, and the kinds of ids that are delivered as well, each with its column.
DELIVERED = {
    "critic_agg": ("Number of reviews behind the scores.\n", {"imdb": "tconst", "wikidata": "item"}),
    "audience_pulse": ("Gross in the home market, in US dollars.\n", {"imdb": "imdb", "tmdb": "tmdb"}),
    "box_office": ("Gross in the home market, in US dollars.\n", {"imdb": "imdb"}),
}
WITH_IDS = CRITIC.replace("\n", ",tconst,item\n")
MOVIES = (
    "select movie_title, release_year, providers, imdb_id, tmdb_id, wikidata_id from gold.movies_unified order by all"
)
DECISIONS = "select title_id, matched_title_id, rule, decision from silver.match_decisions order by all"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Contracts that name columns with ids, and the dbt project that follows from them."""
    folder = tmp_path_factory.mktemp("with_ids")
    contracts = shutil.copytree(CONTRACTS, folder / "contracts")
    for provider, (last, ids) in DELIVERED.items():
        columns = "".join(f"      {column}: Id of the movie.\n" for column in ids.values())
        said = f"    optional: [{', '.join(ids.values())}]\n    identifiers: {json.dumps(ids)}\n"
        replace_once(contracts / f"{provider}.yml", last, last + columns + said)
    shutil.copytree(ROOT / "dbt", folder / "dbt", ignore=without_leftovers)
    ChangingProject(contracts, folder / "dbt").generate()
    return folder


@pytest.fixture
def name_ids(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def name_ids() -> None:
        monkeypatch.setattr(dbt_runner, "PROJECT", folder / "dbt")
        monkeypatch.setattr(verbs_job, "read_contracts", lambda: read_contracts(folder / "contracts"))

    return name_ids


@pytest.fixture
def identified(movies: Movies, name_ids: Callable[[], None]) -> Movies:
    name_ids()
    return movies


def critic(*rows: str) -> str:
    """Rows of title, year, then ids at IMDb and Wikidata; scores do not matter."""
    lines = []
    for row in rows:
        title, year, *ids = row.split(";")
        lines.append(f'"{title}",{year},80,7.0,100,{",".join([*ids, ""][:2])}\n')
    return WITH_IDS + "".join(lines)


def test_an_id_joins_titles_that_no_rule_does(identified: Movies) -> None:
    result = identified.run(
        {
            "critic_agg": {
                "c_2026-11-20.csv": critic(
                    "Spirited Away;2001;tt0245429;Q155653", "Solaris;1972;tt0069293", "Toy Story;1995;tt0114709"
                )
            },
            "audience_pulse": {
                "p_2026-11-20.json": pulse(
                    {"title": "Sen to Chihiro no kamikakushi", "year": "2003", "imdb": "245429", "tmdb": 129},
                    {"title": "Solyaris", "year": "1990", "imdb": "https://www.imdb.com/title/tt0069293/"},
                    {"title": "Toy Story", "year": "1995", "imdb": "114709", "tmdb": "862.0"},
                )
            },
        }
    )
    assert (result.exit_code, result.err) == (0, "")
    assert identified.rows(MOVIES) == [
        ("Solaris", 1972, 2, "tt0069293", None, None),
        ("Spirited Away", 2001, 2, "tt0245429", "129", "Q155653"),
        ("Toy Story", 1995, 2, "tt0114709", "862", None),
    ]
    matches = "select provider_title, rule from silver.movie_matches where provider = 'audience_pulse' order by all"
    assert identified.rows(matches) == [
        ("Sen to Chihiro no kamikakushi", "same identifier"),
        ("Solyaris", "same identifier"),
        ("Toy Story", "same title and year"),
    ]
    assert identified.rows(DECISIONS) == [
        ("sen-to-chihiro-no-kamikakushi-2003", "spirited-away-2001", "same identifier", "taken"),
        ("solyaris-1990", "solaris-1972", "same identifier", "taken"),
    ]
    header, *rows = identified.csvs()["gold/movies_unified.csv"].decode().splitlines()
    assert header.endswith(",providers,imdb_id,tmdb_id,wikidata_id")
    assert rows[1].endswith(",2,tt0245429,129,Q155653")


def test_different_ids_keep_titles_of_equal_words_apart(identified: Movies) -> None:
    identified.run(
        {
            "critic_agg": {
                "c_2026-11-20.csv": critic(
                    "The Players;2012;tt1;", "Doctor Lantern;2002;tt2;", "Harbor Lights;2001;tt3;", "Up;2009;;"
                )
            },
            "audience_pulse": {
                "p_2026-11-20.json": pulse(
                    {"title": "Players", "year": "2012", "imdb": "tt11"},
                    {"title": "Dr. Lantern", "year": "2002", "tmdb": "5"},
                    {"title": "Harbor Lights (Port)", "year": "2001", "imdb": "tt13"},
                )
            },
        }
    )
    assert identified.rows(MOVIES) == [
        ("Doctor Lantern", 2002, 2, "tt0000002", "5", None),
        ("Harbor Lights", 2001, 1, "tt0000003", None, None),
        ("Harbor Lights (Port)", 2001, 1, "tt0000013", None, None),
        ("Players", 2012, 1, "tt0000011", None, None),
        ("The Players", 2012, 1, "tt0000001", None, None),
        ("Up", 2009, 1, None, None, None),
    ]
    assert identified.rows(DECISIONS) == [
        ("dr-lantern-2002", "doctor-lantern-2002", "same words", "taken"),
        ("harbor-lights-port-2001", "harbor-lights-2001", "other name", "different identifiers"),
        ("players-2012", "the-players-2012", "same words", "different identifiers"),
    ]


def test_two_ids_of_one_movie_must_not_contradict_each_other(identified: Movies) -> None:
    identified.run(
        {
            "critic_agg": {"c_2026-11-20.csv": critic("One;2001;tt1;Q1", "Two;2002;;Q2", "Three;2003;tt3;Q3")},
            "audience_pulse": {
                "p_2026-11-19.json": pulse({"title": "Uno", "year": "2001", "imdb": "tt1", "tmdb": 1}),
                "p_2026-11-20.json": pulse(
                    {"title": "Eins", "year": "2011", "imdb": "tt1", "tmdb": 2},
                    {"title": "Deux", "year": "2012", "imdb": "tt2", "tmdb": 22},
                    {"title": "Zwei", "year": "2013", "tmdb": 22},
                    {"title": "Drei", "year": "2003", "imdb": "tt4", "tmdb": 3},
                ),
            },
        }
    )
    assert identified.rows(DECISIONS) == [
        ("eins-2011", "one-2001", "same identifier", "its chain holds two movies"),
        ("uno-2001", "one-2001", "same identifier", "its chain holds two movies"),
        ("zwei-2013", "deux-2012", "same identifier", "taken"),
    ]


def test_titles_with_different_ids_never_meet_through_a_third(identified: Movies) -> None:
    result = identified.run(
        {
            "critic_agg": {
                "c_2026-11-20.csv": critic(
                    "Lumen;2001;tt1;", "Harbor;1999;tt7;", "Port;1998;tt7;", "Spirited Away;2003;tt9;"
                )
            },
            "audience_pulse": {
                "p_2026-11-20.json": pulse(
                    {"title": "Lumen (Aurora)", "year": "2001"},
                    {"title": "Harbor (Haven)", "year": "1999"},
                    {"title": "Sen to Chihiro", "year": "2001", "imdb": "tt9"},
                )
            },
            "box_office_domestic": {
                "d_2026-11-20.csv": GROSS.replace("\n", ",imdb\n")
                + "Aurora,2001,1,tt2\nHaven,1999,1,\nThe Sen to Chihiro,2001,1,\n"
            },
        }
    )
    assert result.exit_code == 0
    assert identified.rows("select movie_title, providers, imdb_id from gold.movies_unified order by all") == [
        ("Aurora", 1, "tt0000002"),
        # Told twice by one delivery, which proves nothing where the ids are equal.
        ("Harbor", 3, "tt0000007"),
        ("Lumen", 1, "tt0000001"),
        ("Lumen (Aurora)", 1, None),
        # What one provider calls it is all that another shares with it.
        ("Spirited Away", 3, "tt0000009"),
    ]
    chain = "select distinct decision from silver.match_decisions where title like '%Aurora%'"
    assert identified.values(chain) == ["its chain holds two movies"]


def test_values_that_are_no_ids_are_rejected_and_said(identified: Movies) -> None:
    delivered = critic(
        "Up;2009;nm0230032;Q174811", "Coco;2017;tt2380307;171048", "Soul;2020;N/A;", "Luca;2021;tt12801262 or so;Q1"
    )
    result = identified.run({"critic_agg": {"c_2026-11-20.csv": delivered}})
    assert result.exit_code == 0
    line = result.line("newest_deliveries_are_sound")
    assert "column_name=tconst, rejected_values=2, of_rows=4" in line
    assert "expected=the IMDb id of a title, like tt0114709" in line
    assert identified.rows("select line, column_name, value, rejects from silver.rejected order by all") == [
        (2, "tconst", "nm0230032", "value"),
        (3, "item", "171048", "value"),
        (5, "tconst", "tt12801262 or so", "value"),
    ]
    assert identified.rows(MOVIES) == [
        ("Coco", 2017, 1, "tt2380307", None, None),
        ("Luca", 2021, 1, None, None, "Q1"),
        ("Soul", 2020, 1, None, None, None),
        ("Up", 2009, 1, None, None, "Q174811"),
    ]
    assert identified.values("select tconst from bronze.critic_agg order by _line")[0] == "nm0230032"


def test_an_id_that_stands_with_titles_of_several_movies_is_none(identified: Movies) -> None:
    delivered: list[dict[str, Any]] = [
        {"title": "Up", "year": "2009", "tmdb": "1", "imdb": "tt1049413"},
        {"title": "Coraline", "year": "2009", "tmdb": 1, "imdb": "tt0000000"},
        {"title": "Coco", "year": "2017", "tmdb": "1.0", "imdb": "tt0000000"},
        # Told twice, and no placeholder.
        {"title": "Sen to Chihiro", "year": "2001", "tmdb": 129},
        {"title": "Spirited Away", "year": "2001", "tmdb": 129},
        # Two movies are enough where their years are apart.
        {"title": "Solaris", "year": "1972", "tmdb": 99},
        {"title": "Crash", "year": "2004", "tmdb": 99},
    ]
    result = identified.run(
        {
            "critic_agg": {"c_2026-11-20.csv": critic("Up;2009;tt1049413;", "Coco;2017;;")},
            "audience_pulse": {"p_2026-11-20.json": pulse(*delivered)},
        }
    )
    assert (result.exit_code, result.err) == (0, "")
    assert identified.rows(MOVIES) == [
        ("Coco", 2017, 2, None, None, None),
        ("Coraline", 2009, 1, None, None, None),
        ("Crash", 2004, 1, None, None, None),
        ("Sen to Chihiro", 2001, 1, None, "129", None),
        ("Solaris", 1972, 1, None, None, None),
        ("Up", 2009, 2, "tt1049413", None, None),
    ]
    why = "tmdb is not the id of one movie: several have it, such as '1'"
    assert why in result.line("  audience_pulse  7 rows")
    assert "7 values rejected (5 as " + why in result.line("  audience_pulse  7 rows")
    line = result.line("newest_deliveries_are_sound")
    assert "column_name=tmdb, rejected_values=5, of_rows=7" in line
    # Such an id stays one in a later file that has it once.
    later = pulse({"title": "Ran", "year": "1985", "tmdb": 1})
    identified.run({"audience_pulse": {"p_2026-11-27.json": later}})
    assert ("Ran", 1985, 1, None, None, None) in identified.rows(MOVIES)


def test_an_override_counts_before_an_id(
    identified: Movies, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dbt = shutil.copytree(folder / "dbt", tmp_path / "dbt")
    monkeypatch.setattr(dbt_runner, "PROJECT", dbt)
    (dbt / "seeds/cannot_link.csv").write_text("title,release_year,note\nOne,2001,\nUno,2001,\n")
    (dbt / "seeds/movie_aliases.csv").write_text(
        "provider,title,release_year,movie_title,movie_year,note\n"
        "audience_pulse,Zwei,2002,Another Two,2002,\n"
        "audience_pulse,Drei,2003,Three,2003,\n"
    )
    result = identified.run(
        {
            "critic_agg": {"c_2026-11-20.csv": critic("One;2001;tt1;", "Two;2002;tt2;", "Three;2003;tt3;")},
            "audience_pulse": {
                "p_2026-11-20.json": pulse(
                    {"title": "Uno", "year": "2001", "imdb": "tt1"},
                    {"title": "Zwei", "year": "2002", "imdb": "tt2"},
                    {"title": "Drei", "year": "2003", "imdb": "tt33"},
                )
            },
        }
    )
    assert result.exit_code == 0
    assert identified.rows(MOVIES) == [
        ("Another Two", 2002, 1, "tt0000002", None, None),
        ("One", 2001, 1, "tt0000001", None, None),
        ("Three", 2003, 2, "tt0000003", None, None),
        ("Two", 2002, 1, "tt0000002", None, None),
        ("Uno", 2001, 1, "tt0000001", None, None),
    ]
    assert identified.rows(DECISIONS) == [("uno-2001", "one-2001", "same identifier", "cannot link")]


def test_one_delivery_that_names_a_movie_twice_is_said(identified: Movies) -> None:
    rows = (
        WITH_IDS
        + "Spirited Away,2001,97,8.0,100,tt0245429,\n"
        + "Sen to Chihiro,2001,90,8.0,100,tt0245429,\n"
        + "Crash,2004,74,7.0,100,tt0375679,\n"
    )
    result = identified.run({"critic_agg": {"c_2026-11-20.csv": rows}})
    line = result.line("a_delivery_says_one_thing_of_a_movie")
    assert "1 found: file=c_2026-11-20.csv, title=Sen to Chihiro, also_titled=Spirited Away" in line
    assert "first_line=2, taken_line=3, figures=critic_score_percentage 90.00 to 97.00" in line
    assert identified.values("select movie_title from gold.movies_unified order by 1") == ["Crash", "Sen to Chihiro"]


def test_one_title_and_year_with_two_ids_is_said(identified: Movies) -> None:
    result = identified.run(
        {
            "critic_agg": {"c_2026-11-20.csv": critic("Crash;2004;tt0375679;", "Up;2009;tt1049413;")},
            "audience_pulse": {
                "p_2026-11-20.json": pulse(
                    {"title": "CRASH", "year": "2004", "imdb": "tt0115964"}, {"title": "Up", "year": "2009"}
                )
            },
        }
    )
    assert result.exit_code == 0
    line = result.line("a_title_has_one_id")
    assert "1 found: title=CRASH, release_year=2004, id_column=imdb_id, id=tt0115964, file=p_2026-11-20.json" in line
    assert "other_id=tt0375679, other_file=c_2026-11-20.csv" in line
    assert identified.rows(MOVIES) == [
        ("Crash", 2004, 2, "tt0375679", None, None),
        ("Up", 2009, 2, "tt1049413", None, None),
    ]


def test_a_lake_of_before_gets_ids_as_they_come(movies: Movies, name_ids: Callable[[], None]) -> None:
    old = CRITIC + "Spirited Away,2001,97,8.0,100\n"
    movies.run(
        {
            "critic_agg": {"c_2026-11-13.csv": old},
            "box_office_domestic": {"d_2026-11-13.csv": GROSS + "Sen to Chihiro,2001,5\n"},
        }
    )
    before = movies.rows(MOVIES)
    name_ids()
    assert movies("transform").exit_code == 0
    assert (
        movies.rows(MOVIES)
        == before
        == [
            ("Sen to Chihiro", 2001, 1, None, None, None),
            ("Spirited Away", 2001, 1, None, None, None),
        ]
    )
    movies.run({"critic_agg": {"c_2026-11-20.csv": critic("Spirited Away;2001;tt0245429;")}})
    assert movies.rows(MOVIES)[1] == ("Spirited Away", 2001, 1, "tt0245429", None, None)
    # A delivery without ids takes none away.
    movies.run({"critic_agg": {"c_2026-11-27.csv": old}})
    assert movies.rows(MOVIES)[1] == ("Spirited Away", 2001, 1, "tt0245429", None, None)
