"""The pictures of the dashboards, made in a stack of its own from the example: `python -m tests.stack.pictures`."""

from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.common.settings import settings
from movies_lakehouse.lake.stack import StackLake
from tests.browser.chromium import chromium
from tests.browser.pictures import FOLDER, WIDTH
from tests.stack.dashboards import UP, seen_by_viewer
from tests.stack.own_stack import own_stack
from tests.stack.providing import built

# The dashboard -> how many pixels of it are shown.
HEIGHTS = {"movies": 1110, "data-quality": 1439, "operations": 1439}
# Above it is Superset's own bar.
TOP = 61
# Bars and lines grow into their places.
STILL_AFTER_MS = 3_000


def main() -> None:
    with TemporaryDirectory() as folder, own_stack(Path(folder)) as stack, chromium() as browser:
        built(StackLake(settings(stack.folder, "stack")))
        stack.compose(*UP)
        for slug, height in HEIGHTS.items():
            with seen_by_viewer(stack, browser, slug) as seen:
                seen.page.wait_for_timeout(STILL_AFTER_MS)
                picture = FOLDER / f"{slug}-dashboard.png"
                seen.page.screenshot(path=picture, clip={"x": 0, "y": TOP, "width": WIDTH, "height": height})


if __name__ == "__main__":
    main()
