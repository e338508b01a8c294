"""The pictures of README and docs: `python -m tests.browser.pictures`."""

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from movies_lakehouse.checkout import PIXAR
from tests.browser.chromium import chromium
from tests.docs.pages import ROOT
from tests.journey.support import Movies

FOLDER = ROOT / "docs" / "pictures"
# Name of the picture -> the command that makes its page, and how many pixels of it are shown.
PICTURES = {"report": (("report", "--html"), 2250), "quality": (("quality", "--html"), 1500)}
WIDTH = 1366


def main() -> None:
    """Makes all of them anew, from the real movies of examples/pixar."""
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, chromium() as browser:
        movies = Movies(Path(folder))
        assert movies("ingest", str(PIXAR)).exit_code == 0
        assert movies("transform").exit_code == 0
        for name, (command, height) in PICTURES.items():
            page = movies.folder / f"{name}.html"
            assert movies(*command, str(page)).exit_code == 0
            take(browser, page, FOLDER / f"{name}.png", height)


def take(browser: Browser, file: Path, picture: Path, height: int) -> None:
    """A picture of the upper part of a page."""
    page = browser.new_page(viewport={"width": WIDTH, "height": 900}, color_scheme="light")
    page.goto(file.as_uri())
    page.screenshot(path=picture, full_page=True, clip={"x": 0, "y": 0, "width": WIDTH, "height": height})


if __name__ == "__main__":
    main()
