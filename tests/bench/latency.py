"""How long a file takes from landing to bronze and to gold, in a running stack: `python -m tests.bench.latency 20`."""

import random
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from ingest.common.connections import open_store
from ingest.common.settings import settings
from movies_lakehouse.lake.stack import StackLake
from tests.journey.support import CRITIC

# Longer than the services' patience with a burst of files, so that each put finds an idle stack.
PAUSE_SECONDS = 4.0


def seconds_until(condition: Callable[[], object], since: float, pause: float) -> float:
    while not condition():
        time.sleep(pause)
    return time.monotonic() - since


def has_left(store: Any, place: str) -> bool:
    return not store.exists(place)


def is_in_gold(lake: StackLake, title: str) -> bool:
    return bool(lake.rows(f"select 1 as one from gold.movies_unified where movie_title = '{title}'"))


def main(puts: int) -> None:
    lake = StackLake(settings(runtime="stack"))
    landing = lake.landing
    store = open_store(landing.endpoint, landing.key, landing.secret, landing.ca)
    start, bronze, gold = f"Latency {time.time():.0f}", [], []
    for number in range(puts):
        title = f"{start} {number}"
        place = f"landing/critic_agg/critic_agg_{title.replace(' ', '_')}.csv"
        # Else every put would meet the services' pauses at the same place.
        time.sleep(PAUSE_SECONDS + random.uniform(0, 2))
        put = time.monotonic()
        store.pipe_file(place, (CRITIC + f"{title},2009,98,8.7,298\n").encode())
        # A file leaves landing once bronze has recorded it.
        bronze.append(seconds_until(partial(has_left, store, place), put, 0.02))
        gold.append(seconds_until(partial(is_in_gold, lake, title), put, 0.2))
    for name, seconds in (("bronze", bronze), ("gold", gold)):
        *_, p95 = statistics.quantiles(seconds, n=20, method="inclusive")
        print(f"{name:6}  p50 {statistics.median(seconds):.1f} s, p95 {p95:.1f} s, max {max(seconds):.1f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]))
