from datetime import UTC, datetime
from decimal import Decimal
from html import unescape
from typing import Any

import pytest

from movies_lakehouse.outputs.report.origins import SHOWN
from movies_lakehouse.outputs.report.page import page
from movies_lakehouse.outputs.report.questions import GROUPS, LISTS, TABLES
from movies_lakehouse.outputs.status import Rows

MADE_AT = datetime(2026, 11, 20, 9, 5, tzinfo=UTC)
TOTALS = {
    "movies": 1_000_000,
    "first_year": 1930,
    "last_year": 2025,
    "movies_with_both_scores": 900_000,
    "movies_with_worldwide_gross": 1,
    "movies_with_budget": 1,
    "movies_with_marketing_spend": 0,
    "movies_with_conflicts": 0,
}
UNKNOWN: dict[str, Any] = {**dict.fromkeys(SHOWN), "critic_audience_gap": None}


def drawn(**tables: Rows) -> str:
    return page({title: tables.get(title, []) for title in TABLES}, "embedded", MADE_AT)


def movie(title: str, number: int = 0, **figures: object) -> dict[str, Any]:
    return {"movie_id": f"m-{number}", "movie_title": title, "release_year": 2001, **UNKNOWN, **figures}


def score(title: str | None, critics: int, audience: str, movies: int = 1) -> dict[str, Any]:
    return {
        "movie_title": title,
        "release_year": 2001,
        "critic_score_percentage": Decimal(critics),
        "audience_average_score": Decimal(audience),
        "movies": movies,
    }


def year(number: int, gross: int | None, roi: str | None = None) -> dict[str, Any]:
    known = {"worldwide_box_office_gross_usd": gross, "roi": roi and Decimal(roi)}
    return {"release_year": number, "movies": 1, "movies_with_gross": 1, "movies_with_roi": 1, **known}


def test_an_empty_lake_is_a_sentence() -> None:
    text = drawn()
    assert "There is no movie in gold yet" in text and "by the embedded runtime" in text
    assert "<svg" not in text and "<table" not in text and "<section" not in text


def test_nothing_but_inline_style_may_be_loaded() -> None:
    text = drawn(movies=[TOTALS])
    assert "content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\"" in text
    assert "http://" not in text and "https://" not in text and "<script" not in text and "url(" not in text


@pytest.mark.parametrize("title", ["<b>&amp;", '" onload="x', "</title><script>", "{{ 7 * 7 }}", "=1+1"])
def test_titles_stay_text_in_tables_tooltips_and_labels(title: str) -> None:
    far = movie(title, critic_score_percentage=Decimal(90), audience_average_score=Decimal(5))
    text = drawn(movies=[TOTALS], scores=[score(title, 90, "5")], critics=[far], described=[far])
    # Table, circle, name and its tooltip, movie by movie twice.
    assert unescape(text).count(title) >= 6
    assert title not in text or "<" not in title + '"' * ('"' in title)


def test_a_title_that_turns_text_around_is_isolated_in_a_tooltip() -> None:
    text = drawn(movies=[TOTALS], scores=[score("كفر\u202e A", 90, "5")])
    assert "<title>\u2068كفر\u202e A\u2069 (2001): critics 90 %, audience 5 of 10</title>" in text


def test_what_is_unknown_is_called_so() -> None:
    text = drawn(movies=[TOTALS], described=[movie("Up")], by_year=[year(2001, None)])
    for said in ("budget unknown", "marketing spend unknown", "gross unknown", "return unknown"):
        assert said in text


def test_a_year_without_movies_keeps_its_place() -> None:
    text = drawn(movies=[TOTALS], by_year=[year(2001, 4_000_000), year(2003, 2_000_000)])
    assert "<title>2001: $4M</title>" in text and "<title>2003: $2M</title>" in text
    assert ">2002</text>" in text and ">unknown</text>" in text
    assert 'aria-label="Worldwide gross by year of release: from $2M (2003) to $4M (2001); 1 unknown"' in text


def test_a_loss_goes_down_from_zero() -> None:
    text = drawn(movies=[TOTALS], by_year=[year(2001, 1, "-0.5"), year(2002, 1, "0.5")])
    (loss,) = [line for line in text.splitlines() if "<title>2001: -50 %</title>" in line]
    (gain,) = [line for line in text.splitlines() if "<title>2002: 50 %</title>" in line]
    top = {line: line.partition(' y="')[2].partition('"')[0] for line in (loss, gain)}
    assert float(top[loss]) > float(top[gain])
    assert 'class="s1"' in loss and 'class="s0"' in gain


def test_a_million_movies_with_the_longest_titles_stay_below_2_mb() -> None:
    lists = {
        name: [movie("<&'\"" * 500, 1_000 * at + n, critic_score_percentage=Decimal(90)) for n in range(movies)]
        for at, (name, (movies, *_)) in enumerate(LISTS.items())
    }
    for row in [*lists["critics"], *lists["audience"]]:
        row["audience_average_score"] = Decimal(5)
    for row in [*lists["best"], *lists["worst"]]:
        row["gross_to_budget"] = Decimal(2)
    figures = [
        {
            "movie_id": row["movie_id"],
            "figure": figure,
            "provider": "box_office",
            "value": Decimal("123456789.12"),
            "rank": 1,
            "_file": "<&'\"" * 500,
            "_line": 1_000_000,
            "_older_figures": None,
        }
        for rows in lists.values()
        for row in rows
        for figure in SHOWN
    ]
    groups = [score(None, 2 * at // GROUPS, f"{at % GROUPS / 5}", 1 + at) for at in range(GROUPS * GROUPS)]
    years = [year(number, 10**12, "1.2345") for number in range(1870, 2101)]
    text = drawn(movies=[TOTALS], scores=groups, by_year=years, figures=figures, **lists)
    assert len(text.encode()) < 2_000_000
    assert "130 of 1,000,000 movies" in text and "900,000 movies are more than can be drawn one by one" in text


def test_an_older_figure_is_shown_with_the_line_that_it_comes_from() -> None:
    known = {"movie_id": "m-0", "provider": "critic_agg", "rank": 1, "_file": "new.csv", "_line": 2}
    older = "top_critic_score: a, b.csv line 7"
    figures = [
        {**known, "figure": name, "value": Decimal(8), "_older_figures": older}
        for name in ("critic_score_percentage", "top_critic_score")
    ]
    text = drawn(movies=[TOTALS], described=[movie("Up", top_critic_score=Decimal(8))], figures=figures)
    assert "<bdi>new.csv line 2</bdi>" in text and "<bdi>a, b.csv line 7</bdi>" in text
