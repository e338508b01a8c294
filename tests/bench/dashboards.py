"""How long the dashboard Movies takes to be drawn whole, in a stack of its own: a table, in some minutes.

python -m tests.bench.dashboards                     # the 31 movies of the example
python -m tests.bench.dashboards --movies 1000000    # made-up ones, which are loaded first
"""

import argparse
import os
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from ingest.common.settings import settings
from movies_lakehouse.lake.stack import StackLake
from tests.bench.generate import generate
from tests.browser.chromium import chromium
from tests.stack.dashboards import UP, Seen
from tests.stack.own_stack import own_stack
from tests.stack.providing import Provider, built, wait_until
from tests.stack.support import Stack

# How long a million movies may take to bronze.
PATIENCE_SECONDS = 900
LINE = "| {:>9} | {:>14} | {:>16} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--movies", type=int, help="a multiple of 1,000; without it the example")
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    with TemporaryDirectory() as folder, own_stack(Path(folder), demo=not args.movies) as stack, chromium() as browser:
        if args.movies:
            deliver(stack, Path(folder) / "made-up", args.movies)
        built(StackLake(settings(stack.folder, "stack")))
        stack.compose(*UP)
        [[movies]] = stack.sql("bi", "select count(*) from gold.movies_unified")
        print(f"{os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}; seconds: median of {args.rounds} (most)")
        print(LINE.format("movies", "Trino is asked", "answers are kept"))
        asked, kept = zip(*(measure(stack, browser) for _ in range(args.rounds)), strict=True)
        print(LINE.format(f"{movies:,}", shown(asked), shown(kept)))


def deliver(stack: Stack, folder: Path, movies: int) -> None:
    """Made-up files, taken in."""
    generate(folder, movies)
    provider = Provider(stack)
    for file in sorted(folder.iterdir()):
        provider.client.fput_object("landing", f"{file.stem}/{file.name}", str(file))
    wait_until(lambda: not provider.pending(), PATIENCE_SECONDS)


def measure(stack: Stack, browser: Browser) -> tuple[float, float]:
    """Seconds until all is drawn, by a Superset that has no answer of Trino yet, and once more."""
    stack.compose("--profile", "bi", "restart", "superset")
    stack.compose(*UP)
    return seconds_to_draw(stack, browser), seconds_to_draw(stack, browser)


def seconds_to_draw(stack: Stack, browser: Browser) -> float:
    """From the address to the last chart, in a browser that has never been there but to log in."""
    context = browser.new_context(viewport={"width": 1366, "height": 3200})
    seen = Seen(context.new_page(), f"http://localhost:{stack.superset_port}")
    seen.watch()
    seen.log_in("viewer", stack.credentials["superset"]["viewer"])
    started = time.monotonic()
    seen.open("movies")
    seconds = time.monotonic() - started
    context.close()
    return seconds


def shown(seconds: tuple[float, ...]) -> str:
    return f"{statistics.median(seconds):.1f} ({max(seconds):.1f})"


if __name__ == "__main__":
    main()
