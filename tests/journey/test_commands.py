"""The other verbs: ingest a folder, transform, query, status, check, export, as an operator uses them."""

from datetime import UTC, date, datetime
from pathlib import Path
from unittest.mock import ANY

import pytest

from tests.journey.support import CRITIC, FINANCIALS, GROSS, Movies, call, pulse

pytestmark = pytest.mark.slow

TODAY = datetime.now(UTC).date()
FILES = {
    f"critic_agg_{TODAY:%Y%m%d}.csv": CRITIC + "Up,2009,98,8.7,298\nCoco,2017,x,8.3,359\n,2001,1,1,1\ntoo,short\n",
    "audience_pulse_2024-01-01.json": pulse({"title": "Up", "year": "2009"}, {"title": "Soul", "year": "MMXX"}),
    "box_office_domestic.csv": GROSS + "Up,2009,293004164\n",
    "box_office_financials_20240101.csv": FINANCIALS + "Up,2009,175000000,\n",
    "box_office_international.csv": "film_name;year_of_release;box_office_gross_usd\nUp;2009;442094918\n",
    ".hidden": "",
}
REJECTED = [
    "  audience_pulse  2 rows, 1 rejected (1 as year is not a year from 1870 to 2100, such as 'MMXX'), "
    "0 values rejected",
    "  box_office  2 rows, 0 rejected, 0 values rejected",
    "  critic_agg  3 rows, 1 rejected (1 as movie_title is not a title), "
    "1 value rejected (1 as critic_score_percentage is not a percentage from 0 to 100, such as 'x')",
]


@pytest.fixture(scope="module")
def landed(shared: Movies) -> Movies:
    """A lake that took in a folder, one file of which is quarantined."""
    landing = shared.folder / "landing"
    landing.mkdir()
    for name, content in FILES.items():
        (landing / name).write_text(content)
    ingested = shared("ingest", str(landing))
    assert (ingested.exit_code, ingested.err) == (11, "")
    assert len([line for line in ingested.out.splitlines() if line.startswith("  ")]) == len(FILES) - 1
    built = shared("transform")
    assert (built.exit_code, built.err) == (0, "")
    assert built.out.splitlines()[-3:] == REJECTED
    return shared


def test_ingest_again_loads_nothing_and_is_still_quarantined(landed: Movies) -> None:
    answer = landed("ingest", str(landed.folder / "landing"), "--json")
    assert answer.exit_code == 11
    assert sorted(receipt["status"] for receipt in answer.json()) == ["quarantined"] + ["repeat"] * 4
    assert "nothing was built" in landed("transform").out.replace("\n", " ")
    assert landed("transform", "--json").json() == {
        "models": 0,
        "tests": 0,
        "published": [],
        "unchanged": 0,
        "seconds": None,
        "warnings": [],
        "rejected": ANY,
    }


def test_query_asks_all_three_layers(landed: Movies) -> None:
    sql = """
        select gold.movie_title, silver.provider, bronze.release_year
        from gold.movies_unified as gold
        inner join silver.movie_matches as silver using (movie_id)
        inner join bronze.critic_agg as bronze on bronze.movie_title = gold.movie_title
        order by all
    """
    rows = landed("query", "--json", sql).json()
    assert [(row["movie_title"], row["provider"], row["release_year"]) for row in rows] == [
        ("Coco", "critic_agg", "2017"),
        ("Up", "audience_pulse", "2009"),
        ("Up", "box_office", "2009"),
        ("Up", "critic_agg", "2009"),
    ]
    assert landed("query", "select 1 as one, null as nothing where false").out == "one\tnothing\n"


def test_status_shows_what_arrived_what_is_late_and_what_was_not_taken(landed: Movies) -> None:
    status = landed("status", "--json").json()
    providers = {row["provider"]: row for row in status["providers"]}
    assert {name: (row["deliveries"], row["state"]) for name, row in providers.items()} == {
        "audience_pulse": (1, "late"),
        "box_office": (2, "late"),  # one of its files is new, the other old
        "critic_agg": (1, "in time"),
    }
    assert providers["audience_pulse"]["age_days"] == (TODAY - date(2024, 1, 1)).days
    rows = {f"{row['layer']}.{row['table']}": row["rows"] for row in status["layers"]}
    assert (rows["bronze.critic_agg"], rows["silver.movies"], rows["gold.movies_unified"]) == (3, 2, 2)
    assert rows["bronze.malformed_records"] == 1
    assert {(row["table"], row["column"], row["rejects"], row["example"]) for row in status["rejected"]} == {
        ("critic_agg", "critic_score_percentage", "value", "x"),
        ("critic_agg", "movie_title", "row", ""),
        ("audience_pulse", "year", "row", "MMXX"),
    }
    (quarantined,) = status["quarantined"]
    assert quarantined["file"] == "box_office_international.csv"
    assert "the columns look separated by ';'" in quarantined["reason"]
    plain = landed("status").out
    for title in ("providers", "layers", "rejected", "quarantined", "builds"):
        assert f"# {title}" in plain


def test_status_of_a_lake_with_nothing_in_it(movies: Movies) -> None:
    assert movies.lake.table_names() == []
    result = movies("status")
    assert (result.exit_code, result.err) == (0, "")
    assert "layers: none" in result.out
    assert result.out.endswith("gold: not built yet; movies transform\n")
    assert movies("status", "--json").json()["layers"] == []


def test_check_tells_what_a_run_would_do_and_does_nothing(landed: Movies) -> None:
    before = landed.snapshots()
    for name in FILES:
        if name.startswith("."):
            continue
        checked = call("check", str(landed.folder / "landing" / name))
        assert checked.exit_code == (11 if "international" in name else 0)
    critic = landed.folder / "landing" / f"critic_agg_{TODAY:%Y%m%d}.csv"
    assert call("check", str(critic)).out.splitlines() == [
        f"critic_agg  {critic.name}  4 read, 3 loaded, 1 malformed (nothing was loaded: this was a check)",
        REJECTED[2].replace("critic_agg  ", "in silver: "),
        "  line 5: 2 fields instead of 5: 'too,short'",
    ]
    answer = call("check", str(critic), "--json").json()
    assert answer["malformed"] == [{"line": 5, "text": "too,short", "reason": "2 fields instead of 5"}]
    assert landed.snapshots() == before


def test_check_takes_contracts_too() -> None:
    for contract in (Path(__file__).parents[2] / "ingest/contracts").glob("*.yml"):
        assert "a sound contract of" in call("check", str(contract)).out


def test_export_writes_what_is_there(landed: Movies) -> None:
    folder = landed.folder / "exported"
    written = landed("export", "--to", str(folder), "--json").json()
    assert str(folder / "gold" / "movies_unified.csv") in written
    assert (folder / "silver" / "critic_agg.csv").read_text().splitlines()[0].startswith("movie_id,movie_title,")
    assert landed("export", "--to", str(folder), "--json").json() == []


def test_help_teaches_every_verb() -> None:
    top = call("--help")
    assert top.exit_code == 0
    for verb in ("run", "ingest", "transform", "export", "query", "status", "check"):
        assert f"  {verb} " in top.out
        shown = call(verb, "--help")
        assert shown.exit_code == 0
        assert "Usage: " in shown.out and f" {verb} " in shown.out
