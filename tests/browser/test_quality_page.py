"""The page of `movies quality --html` in Chromium: whole, readable, and inert whatever a title says."""

from tests.browser.opened import Opened
from tests.journey.two_deliveries import HTML, NO_SCORE, TITLES

SECTIONS = ["Deliveries", "Rows", "Rejected values", "Matches", "Conflicts", "Drift", "Titles"]


def test_nothing_is_requested_but_the_page(opened: Opened) -> None:
    assert opened.requests == [opened.url]
    assert opened.complaints == []


def test_every_section_is_there_and_has_a_table(opened: Opened) -> None:
    assert opened.texts("h2") == opened.texts("nav a") == SECTIONS
    for section in opened.page.locator("section").all():
        assert section.locator("table caption").count() > 0
        assert section.locator("thead th").first.is_visible()


def test_text_of_providers_is_only_text(opened: Opened) -> None:
    assert opened.page.title() == "Data quality"
    assert opened.page.locator("img, script, iframe, b:text('n/k')").count() == 0
    assert f"{HTML} Ã©" in opened.texts("#titles td")
    assert NO_SCORE in opened.texts("#rejected td")
    assert "Bell\\x07 and \\x1b[31mÃ©clat" in opened.texts("#titles td")


def test_a_script_would_not_run(opened: Opened) -> None:
    script = "document.body.insertAdjacentHTML('beforeend', '<p onclick=\"document.title = 1\">click</p>')"
    with opened.page.expect_console_message(lambda message: "Content Security Policy" in message.text):
        opened.page.evaluate(script)
        opened.page.click("text=click")
    assert opened.page.title() == "Data quality"


def test_text_from_right_to_left_turns_nothing_around(opened: Opened) -> None:
    (title,) = [title for title in TITLES if "\u202e" in title]
    row = opened.page.locator("#titles tr", has_text=title)
    file = row.locator("td", has_text=".csv")
    assert file.evaluate("cell => getComputedStyle(cell).direction") == "ltr"
    title_box, file_box = row.locator("td", has_text=title).bounding_box(), file.bounding_box()
    assert title_box and file_box and title_box["x"] < file_box["x"]


def test_nothing_is_wider_than_the_window(opened: Opened) -> None:
    widths = opened.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert widths[0] <= widths[1]


def test_charts_can_be_seen_and_are_told(opened: Opened) -> None:
    charts = opened.page.locator("svg").all()
    assert len(charts) > 15
    for chart in charts:
        box = chart.bounding_box()
        assert box and box["width"] > 50 and box["height"] > 10
        assert chart.get_attribute("role") == "img" and chart.get_attribute("aria-label")
    critics = opened.page.locator("#rows svg[aria-label^=critic_agg] rect").all()
    # Of 88 rows 47 are the newest of a movie, 40 older, 1 is rejected.
    assert [round(float(part.get_attribute("width") or 0)) for part in critics] == [53, 45, 1]


def test_text_has_contrast(opened: Opened) -> None:
    for selector in ("h2", "section > p", "thead th", "td bdi", ".summary li", ".summary b", "a"):
        assert opened.least_contrast(selector) >= 4.5, selector
