"""The main job on three movies, once and twice: every figure in gold, and nothing done over."""

import csv
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.journey.support import Movies, Result

DATA = Path(__file__).parents[1] / "data" / "three_movies"
ROOT = Path(__file__).parents[2]
FIGURES = {
    "Inception": (Decimal("828276195.00"), Decimal("568276195.00"), Decimal("2.1857")),
    "The Dark Knight": (Decimal("1003045358.00"), Decimal("668045358.00"), Decimal("1.9942")),
    "Parasite": (None, None, None),
}


@pytest.fixture
def movies(tmp_path: Path) -> Movies:
    return Movies(tmp_path)


def run(movies: Movies, *options: str) -> Result:
    with patch.dict(os.environ, OUT=str(movies.out)):
        result = movies("run", str(DATA / "input.yaml"), *options)
    assert (result.exit_code, result.err) == (0, "")
    return result


@pytest.fixture(scope="module")
def first(shared: Movies) -> Result:
    """What the first run says; `shared` has its lake."""
    return run(shared)


def test_gold_has_the_figures_of_the_exercise(shared: Movies, first: Result) -> None:
    out = first.out
    for table in ("audience_pulse", "critic_agg", "box_office_domestic", "box_office_financials"):
        assert (
            f"{table}  {table}.{'json' if table == 'audience_pulse' else 'csv'}  3 read, 3 loaded, 0 malformed" in out
        )
    rows = shared.rows("select movie_title, worldwide_box_office_gross_usd, profit_usd, roi from gold.movies_unified")
    assert {title: tuple(figures) for title, *figures in rows} == FIGURES
    inception = shared.lake.rows("select * from gold.movies_unified where movie_title = 'Inception'")[0]
    assert inception == {
        "movie_id": "inception-2010",
        "movie_title": "Inception",
        "release_year": 2010,
        "critic_score_percentage": Decimal("87.00"),
        "top_critic_score": Decimal("8.10"),
        "total_critic_reviews_counted": 361,
        "audience_average_score": Decimal("8.80"),
        "total_audience_ratings": 2400000,
        "domestic_box_office_gross_usd": Decimal("292576195.00"),
        "international_box_office_gross_usd": Decimal("535700000.00"),
        "worldwide_box_office_gross_usd": Decimal("828276195.00"),
        "production_budget_usd": Decimal("160000000.00"),
        "marketing_spend_usd": Decimal("100000000.00"),
        "profit_usd": Decimal("568276195.00"),
        "roi": Decimal("2.1857"),
        "gross_to_budget": Decimal("5.1767"),
        "budget_class": "$100M to $200M",
        "critic_audience_gap": Decimal("-1.00"),
        "providers": 3,
        "imdb_id": None,
        "tmdb_id": None,
        "wikidata_id": None,
    }


@pytest.mark.usefixtures("first")
def test_the_csvs_say_what_the_tables_say(shared: Movies) -> None:
    assert sorted(shared.csvs()) == [
        "bronze/audience_pulse.csv",
        "bronze/box_office_domestic.csv",
        "bronze/box_office_financials.csv",
        "bronze/box_office_international.csv",
        "bronze/critic_agg.csv",
        "gold/movies_by_year.csv",
        "gold/movies_unified.csv",
        "gold/provider_conflicts.csv",
        "gold/provider_coverage.csv",
        "silver/audience_pulse.csv",
        "silver/box_office_metrics.csv",
        "silver/critic_agg.csv",
    ]
    for name in ("critic_agg", "box_office_domestic", "box_office_international", "box_office_financials"):
        assert shared.csvs()[f"bronze/{name}.csv"] == (DATA / f"{name}.csv").read_bytes()
    lines = shared.csvs()["gold/movies_unified.csv"].decode().splitlines()
    gold = {row["movie_title"]: row for row in csv.DictReader(lines)}
    assert gold["Inception"]["roi"] == "2.1857"
    assert gold["Parasite"]["roi"] == gold["Parasite"]["marketing_spend_usd"] == ""


@pytest.mark.usefixtures("first")
def test_the_second_run_does_nothing_and_says_so(shared: Movies) -> None:
    before, files = shared.snapshots(), stamps(shared)
    out = run(shared).out
    assert out.count("already loaded") == 5
    assert "nothing new was loaded" in out
    assert "nothing was built, nothing was published" in out
    assert out.count("all current, none written") == 3
    assert shared.snapshots() == before
    assert stamps(shared) == files


def stamps(movies: Movies) -> dict[str, tuple[int, bytes]]:
    """Time of change and content of every file, of the lake and of its output."""
    folders = (movies.out, movies.lake_folder / "warehouse", movies.lake_folder / "archive")
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in paths}


@pytest.mark.usefixtures("first")
def test_a_csv_that_somebody_changed_is_written_again(shared: Movies) -> None:
    csvs = shared.csvs()
    (shared.out / "gold/movies_unified.csv").write_text("oops")
    (shared.out / "silver/critic_agg.csv").unlink()
    out = run(shared).out
    assert "nothing was published" in out
    assert shared.csvs() == csvs


@pytest.mark.slow
def test_json_says_the_same(movies: Movies) -> None:
    answer = run(movies, "--json").json()
    assert {each["table"]: (each["status"], each["loaded"]) for each in answer["receipts"]}["critic_agg"] == (
        "loaded",
        3,
    )
    assert "gold.movies_unified" in answer["build"]["published"]
    assert len(answer["written"]) == 12
    again = run(movies, "--json").json()
    assert {each["status"] for each in again["receipts"]} == {"repeat"}
    assert (again["build"]["models"], again["written"]) == (0, [])


@pytest.mark.slow
def test_a_provider_left_out_is_empty_in_gold(movies: Movies) -> None:
    result = movies.run({"critic_agg": {"critic_agg.csv": (DATA / "critic_agg.csv").read_bytes()}})
    assert result.exit_code == 0
    assert movies.rows(
        "select critic_score_percentage, audience_average_score, domestic_box_office_gross_usd, roi, providers "
        "from gold.movies_unified where movie_title = 'Inception'"
    ) == [(87, None, None, None, 1)]


@pytest.mark.slow
def test_conflicts_show_both_figures_and_gold_takes_box_office(movies: Movies) -> None:
    run(movies)
    text = (DATA / "audience_pulse.json").read_text().replace("292576195", "292576000")
    assert movies.run({"audience_pulse": {"audience_pulse.json": text}}).exit_code == 0
    assert movies.rows(
        "select movie_title, taken_from, taken_value, other_provider, other_value, difference "
        "from gold.provider_conflicts"
    ) == [("Inception", "box_office", 292576195, "audience_pulse", 292576000, -195)]


@pytest.mark.slow
def test_old_snapshots_still_have_the_old_rows(movies: Movies) -> None:
    run(movies)
    lake = movies.lake
    old, audience = lake.snapshot_id(("gold", "movies_unified")), lake.snapshot_id(("silver", "audience_pulse"))
    newer = (DATA / "critic_agg.csv").read_text().replace("Inception,2010,87", "Inception,2010,12")
    assert movies.run({"critic_agg": {"critic_agg.csv": newer}}).exit_code == 0

    def score(snapshot_id: int | None = None) -> object:
        movies = lake.table("gold.movies_unified", snapshot_id=snapshot_id).to_pandas()
        return dict(zip(movies["movie_title"], movies["critic_score_percentage"], strict=True))["Inception"]

    assert (score(old), score()) == (87, 12)
    assert lake.snapshot_id(("silver", "audience_pulse")) == audience


@pytest.mark.slow
def test_the_command_itself(tmp_path: Path) -> None:
    """As a process of its own, in another folder, with what it needs from the environment."""
    environment = os.environ | {
        "OUT": str(tmp_path / "out"),
        "MOVIES_LAKE": str(tmp_path / "my lake"),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "movies_lakehouse.cli.main"]

    def movies(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*command, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True)

    done = movies("run", str(DATA / "input.yaml"))
    assert (done.returncode, done.stderr) == (0, "")
    assert "Movies by worldwide gross against production budget" in done.stdout
    asked = movies("query", "select movie_title, roi from gold.movies_unified order by roi desc nulls last")
    assert asked.stdout.splitlines() == [
        "movie_title\troi",
        "Inception\t2.1857",
        "The Dark Knight\t1.9942",
        "Parasite\t",
    ]
    wrong = movies("query", "select nothing")
    assert wrong.returncode == 1
    assert len(wrong.stderr.splitlines()) == 1
    (tmp_path / "broken.yaml").write_text("source: [")
    broken = movies("run", "broken.yaml")
    assert broken.returncode == 10
    assert broken.stderr.startswith("movies: broken.yaml: line ")
    assert len(broken.stderr.splitlines()) == 1
