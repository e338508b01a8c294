"""The report's page in a real browser that reaches nothing but the file."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, sync_playwright

from tests.browser.opened import Opened
from tests.journey.support import Movies
from tests.journey.two_deliveries import deliver

# Nothing that a browser does of its own accord; a sandbox is not to be had as root.
OPTIONS = """
    --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync
""".split()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's Chromium, else the one that Playwright has installed."""
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=OPTIONS)
        except Error:
            pytest.exit(
                "tests/browser needs Chromium: apt-get install chromium, or .venv/bin/playwright install chromium", 1
            )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a lake with two deliveries, the second of them worse."""
    movies = Movies(tmp_path_factory.mktemp("quality"))
    deliver(movies)
    path = movies.folder / "quality.html"
    assert movies("quality", "--html", str(path)).exit_code == 0
    return path


@pytest.fixture(params=[(1280, "light"), (400, "light"), (1280, "dark"), (400, "dark")], ids=str)
def opened(request: pytest.FixtureRequest, browser: Browser, page_file: Path) -> Iterator[Opened]:
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True)
    yield Opened.of(context.new_page(), page_file.as_uri())
    context.close()
