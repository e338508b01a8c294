"""The page of `movies report` in Chromium: readable, and inert whatever a title says."""

from itertools import pairwise
from pathlib import Path

from playwright.sync_api import BrowserContext

from tests.browser.opened import Opened
from tests.journey.hostile_movies import BELL, FORMULA, LONG, QUOTES, SCRIPT, TEMPLATE, TURNED
from tests.journey.support import CRITIC, Movies

SECTIONS = [
    "Who knows them",
    "Critics against audience",
    "By year",
    "By budget",
    "Gross to budget",
    "Movie by movie",
]
CHARTS = [
    "Audience's score by critics' score",
    "Worldwide gross by year of release",
    "Return on investment by year of release",
    "Worldwide gross by class of budget",
    "Return on investment by class of budget",
]


def test_nothing_is_requested_but_the_page(report: Opened) -> None:
    assert report.requests == [report.url]
    assert report.complaints == []


def test_every_section_is_there(report: Opened) -> None:
    assert report.texts("h2") == report.texts("nav a") == SECTIONS
    assert report.texts("h3") == CHARTS


def test_titles_are_only_text(report: Opened) -> None:
    assert report.page.title() == "Movies"
    assert report.page.locator("img, script, iframe, h1 b, bdi b, text b").count() == 0
    shown = BELL.replace("\x07", "\\x07").replace("\x1b", "\\x1b")
    titles = report.texts("summary bdi")
    assert {*titles} == {SCRIPT, QUOTES, FORMULA, TURNED, shown, LONG[:119] + "…", TEMPLATE}
    tooltips = report.texts("svg title")
    for title in titles:
        assert any(tooltip.startswith(f"\u2068{title}\u2069 (2001): critics ") for tooltip in tooltips), title


def test_a_movie_can_be_opened(report: Opened) -> None:
    movie = report.page.locator("#described details", has_text=TEMPLATE)
    assert not movie.locator("table").is_visible()
    movie.locator("summary").click()
    assert movie.locator("table").is_visible()
    assert movie.locator("tr", has_text="production budget").locator("td").first.inner_text() == "budget unknown"
    origins = movie.locator("tr", has_text="domestic box office gross").all_inner_texts()
    assert [text.split("\t")[1:] for text in origins] == [
        ["$7,000,000", "box_office", "box_office_domestic.csv line 8"],
        ["$1,000,000", "audience_pulse (not taken: another provider goes first)", "audience_pulse.json line 7"],
    ]


def test_text_from_right_to_left_turns_nothing_around(report: Opened) -> None:
    row = report.page.locator("#scores tr, #ratios tr").filter(has_text=TURNED).first
    title_box, year_box = row.locator("th").bounding_box(), row.locator("td.n").first.bounding_box()
    assert title_box and year_box and title_box["x"] < year_box["x"]


def test_charts_can_be_seen_and_are_told(report: Opened) -> None:
    plots = report.page.locator("svg.plot").all()
    assert [(plot.get_attribute("aria-label") or "").partition(":")[0] for plot in plots] == CHARTS
    for plot in plots:
        box = plot.bounding_box()
        assert box and box["width"] > 600 and box["height"] > 200
        assert plot.get_attribute("role") == "img"


def test_names_in_the_scatter_do_not_touch_and_stay_inside(report: Opened) -> None:
    names = report.page.locator("svg text.named").all()
    boxes = sorted((box for name in names if (box := name.bounding_box())), key=lambda box: box["y"])
    assert len(boxes) == 7
    plot = report.page.locator("svg.plot").first.bounding_box()
    assert plot
    for above, below in pairwise(boxes):
        apart = above["x"] + above["width"] < below["x"] or below["x"] + below["width"] < above["x"]
        assert apart or above["y"] + above["height"] <= below["y"] + 4
    assert all(plot["x"] <= box["x"] and box["x"] + box["width"] <= plot["x"] + plot["width"] for box in boxes)


def test_nothing_is_wider_than_the_window(report: Opened) -> None:
    widths = report.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert widths[0] <= widths[1]


def test_text_has_contrast(report: Opened) -> None:
    for selector in ("h2", "section > p", "thead th", "td bdi", ".summary li", ".summary b", "a", "summary"):
        assert report.least_contrast(selector) >= 4.5, selector


def test_an_empty_lake_is_a_sentence(window: BrowserContext, tmp_path: Path) -> None:
    movies = Movies(tmp_path)
    movies.ingest({"critic_agg": {"critic_agg.csv": CRITIC + "Up,2009,98,8.7,298\n"}})
    file = tmp_path / "report.html"
    assert movies("report", "--html", str(file)).exit_code == 0
    opened = Opened.of(window.new_page(), file.as_uri())
    assert opened.complaints == []
    assert "There is no movie in gold yet" in opened.page.inner_text("body")
    assert opened.page.locator("svg, table").count() == 0
