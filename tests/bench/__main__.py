"""Measure the lakehouse and print the figures as Markdown: make bench, or python -m tests.bench --help"""

import argparse
import shlex
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.measure import machine
from tests.bench.sections import SECTIONS

METHOD = """\
Method: every figure is a fresh process, measured from outside: wall-clock seconds from start to exit, and the peak
resident memory of its largest process as the kernel counts it. Where ways are compared they run in turn, round after
round, so that a noisy minute hits all of them; given are the median of the seconds and the highest peak. The delivery
sets are made up by `tests/bench/generate.py`, always the same bytes: titles of words, about one in seven beyond ASCII,
each provider spelling some of them its own way, 0.2 % of the rows unsound."""


def main() -> None:
    """Read the command line, run the sections, print their figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure the lakehouse.")
    parser.add_argument("--movies", type=int, default=1_000_000, help="movies in the big delivery set, whole thousands")
    parser.add_argument("--rounds", type=int, default=3, help="how often each way is run")
    parser.add_argument("--only", choices=SECTIONS, help="measure one section")
    args = parser.parse_args()
    command = shlex.join(["python", "-m", "tests.bench", *sys.argv[1:]])
    print(f"# Benchmarks\n\nMeasured on {datetime.now(UTC):%Y-%m-%d} with `{command}`.")
    print(f"\nMachine: {machine()}\n\n{METHOD}")
    with tempfile.TemporaryDirectory(prefix="movies-bench-") as work:
        for name, section in SECTIONS.items():
            if args.only in (None, name):
                print(f"\n{section(Path(work), args.movies, args.rounds)}", flush=True)


if __name__ == "__main__":
    main()
