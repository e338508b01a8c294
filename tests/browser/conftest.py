"""Both pages in a real browser that reaches nothing but the file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.chromium import chromium
from tests.browser.opened import Opened
from tests.journey import hostile_movies
from tests.journey.support import Movies
from tests.journey.two_deliveries import deliver


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a lake with two deliveries, the second of them worse."""
    movies = Movies(tmp_path_factory.mktemp("quality"))
    deliver(movies)
    path = movies.folder / "quality.html"
    assert movies("quality", "--html", str(path)).exit_code == 0
    return path


@pytest.fixture(scope="session")
def report_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on movies with hostile titles."""
    movies = Movies(tmp_path_factory.mktemp("report"))
    assert movies.ingest(hostile_movies.FILES).exit_code == 0
    assert movies("transform").exit_code == 0
    path = movies.folder / "report.html"
    assert movies("report", "--html", str(path)).exit_code == 0
    return path


@pytest.fixture(params=[(1366, "light"), (400, "light"), (1366, "dark"), (400, "dark")], ids=str)
def window(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True)
    yield context
    context.close()


@pytest.fixture
def opened(window: BrowserContext, page_file: Path) -> Opened:
    return Opened.of(window.new_page(), page_file.as_uri())


@pytest.fixture
def report(window: BrowserContext, report_file: Path) -> Opened:
    return Opened.of(window.new_page(), report_file.as_uri())
