"""`movies report` on movies with hostile titles, on an empty lake, and as part of the example."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.journey.hostile_movies import FILES, LONG, SCRIPT, TEMPLATE, TITLES
from tests.journey.support import CRITIC, Movies, call

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def delivered(shared: Movies) -> Movies:
    assert shared.ingest(FILES).exit_code == 0
    assert shared("transform").exit_code == 0
    return shared


@pytest.fixture(scope="module")
def answer(delivered: Movies) -> Any:
    result = delivered("report", "--json")
    assert (result.exit_code, result.err) == (0, "")
    return result.json()


def test_how_many_movies_and_what_is_known_of_them(answer: Any) -> None:
    assert answer["movies"] == [
        {
            "movies": 7,
            "first_year": 2001,
            "last_year": 2001,
            "movies_with_both_scores": 7,
            "movies_with_worldwide_gross": 7,
            "movies_with_budget": 6,
            "movies_with_marketing_spend": 7,
            "movies_with_roi": 6,
            "movies_with_conflicts": 6,
        }
    ]
    assert answer["coverage"] == [{"providers": "critic_agg + audience_pulse + box_office", "movies": 7}]


def test_those_farthest_apart_are_named(answer: Any) -> None:
    apart = [(row["movie_title"], row["critic_audience_gap"]) for row in answer["critics"]]
    assert apart[:2] == [(SCRIPT, 59), (TITLES[1], 42)]
    assert [(row["movie_title"], row["critic_audience_gap"]) for row in answer["audience"]] == [
        (TEMPLATE, -43),
        (LONG, -26),
        (TITLES[4], -9),
    ]


def test_gross_and_return_by_year_and_by_budget(answer: Any) -> None:
    # Profit 27 - 9 of the six whose budget is known, for 9 spent.
    known = {"movies_with_gross": 6, "worldwide_box_office_gross_usd": 27_000_000, "movies_with_roi": 6, "roi": 2}
    unknown = {"movies_with_gross": 1, "worldwide_box_office_gross_usd": 8_000_000, "movies_with_roi": 0, "roi": None}
    assert answer["by_budget_class"] == [
        {"budget_class": "under $10M", "movies": 6, **known},
        {"budget_class": "budget unknown", "movies": 1, **unknown},
    ]
    (year,) = answer["by_year"]
    assert (year["release_year"], year["worldwide_box_office_gross_usd"], year["roi"]) == (2001, 35_000_000, 2)


def test_best_and_worst_gross_to_budget(answer: Any) -> None:
    best = [row["gross_to_budget"] for row in answer["best"]]
    assert best == [7, 6, 5, 4, 3, 2]
    assert [row["gross_to_budget"] for row in answer["worst"]] == best[::-1]


def test_each_providers_figure_has_its_origin(answer: Any) -> None:
    movie = answer["best"][0]["movie_id"]
    found = {
        (row["figure"], row["provider"]): (row["value"], row["rank"], row["_file"], row["_line"])
        for row in answer["figures"]
        if row["movie_id"] == movie
    }
    gross = "domestic_box_office_gross_usd"
    assert found[gross, "box_office"] == (6_000_000, 1, "box_office_domestic.csv", 7)
    assert found[gross, "audience_pulse"] == (1_000_000, 2, "audience_pulse.json", 6)
    assert found["critic_score_percentage", "critic_agg"] == (39, 1, "critic_agg.csv", 7)
    assert found["production_budget_usd", "box_office"][2:] == ("box_office_financials.csv", 7)
    assert len(found) == 10


def test_the_page_holds_titles_as_text_only(delivered: Movies) -> None:
    file = delivered.folder / "new" / "report.html"
    result = delivered("report", "--html", str(file))
    assert (result.exit_code, result.err) == (0, "")
    assert result.out.strip() == f"report in {file}"
    text = file.read_text(encoding="utf-8")
    assert "<img" not in text and "<script" not in text and "<b onmouseover" not in text
    summaries = re.findall(r"<summary><bdi>(.*)</bdi> \(2001\)</summary>", text)
    shown = {*map(unescape, summaries)}
    assert {SCRIPT, TEMPLATE, "Bell\\x07 and \\x1b[31mred", LONG[:119] + "…"} < shown and len(shown) == 7
    assert "budget unknown" in text and "not taken: another provider goes first" in text


def test_a_folder_is_no_page(delivered: Movies) -> None:
    result = delivered("report", "--html", str(delivered.folder))
    assert (result.exit_code, result.out) == (1, "")
    assert result.error().startswith(f"{delivered.folder} is a folder; name a file in it")


def test_a_lake_that_was_never_built(movies: Movies, monkeypatch: pytest.MonkeyPatch) -> None:
    movies.ingest({"critic_agg": {"critic_agg.csv": CRITIC + "Up,2009,98,8.7,298\n"}})
    monkeypatch.chdir(movies.folder)
    result = movies("report")
    assert (result.exit_code, result.err) == (0, "")
    assert result.out.strip() == "report in report.html, which says that gold has no movies"
    text = Path("report.html").read_text(encoding="utf-8")
    assert "There is no movie in gold yet" in text
    assert "<svg" not in text and "<table" not in text


def test_movies_that_only_one_provider_knows(movies: Movies) -> None:
    movies.ingest({"critic_agg": {"critic_agg.csv": CRITIC + "Up,2009,98,8.7,298\n"}})
    movies("transform")
    file = movies.folder / "report.html"
    assert movies("report", "--html", str(file)).exit_code == 0
    text = unescape(file.read_text(encoding="utf-8"))
    for said in ("No movie has both scores.", "No movie's worldwide gross is known.", "Best gross to budget: none."):
        assert said in text


def test_the_example_says_where_its_page_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = call("demo")
    assert result.line("charts in ") == "charts in out/report.html"
    assert "report   (one page with charts: report.html)" in result.line("Next: ")
    text = Path("out/report.html").read_text(encoding="utf-8")
    assert "All 31 movies" in text and ">Cars 2<" in text.replace("\u2068", "").replace("\u2069", "")
