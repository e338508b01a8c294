"""How long the dashboard Movies takes to be drawn whole, in a running stack: `python -m tests.bench.dashboards 5`."""

import os
import sys
import time

from playwright.sync_api import Browser

from movies_lakehouse.lake.credentials import credentials
from tests.browser.chromium import chromium
from tests.stack.dashboards import Seen


def seconds_to_draw(browser: Browser, base: str, password: str) -> float:
    """From the address to the last chart, in a browser that has never been there but to log in."""
    context = browser.new_context(viewport={"width": 1366, "height": 3200})
    seen = Seen(context.new_page(), base)
    seen.watch()
    seen.log_in("viewer", password)
    started = time.monotonic()
    seen.open("movies")
    seconds = time.monotonic() - started
    context.close()
    return seconds


def main(rounds: int) -> None:
    """The first round after a start of Superset asks Trino; the others find its answers remembered."""
    base = f"http://localhost:{os.environ.get('SUPERSET_PORT', '8088')}"
    with chromium() as browser:
        seconds = [seconds_to_draw(browser, base, credentials().superset["viewer"]) for _ in range(rounds)]
    print("Movies drawn whole after", ", ".join(f"{each:.1f}" for each in seconds), "s")


if __name__ == "__main__":
    main(int(sys.argv[1]))
