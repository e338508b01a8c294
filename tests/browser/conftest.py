"""The report's page in a real browser that reaches nothing but the file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import chromium
from tests.browser.opened import Opened
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


@pytest.fixture(params=[(1280, "light"), (400, "light"), (1280, "dark"), (400, "dark")], ids=str)
def opened(request: pytest.FixtureRequest, browser: Browser, page_file: Path) -> Iterator[Opened]:
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True)
    yield Opened.of(context.new_page(), page_file.as_uri())
    context.close()
