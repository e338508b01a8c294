"""What one more delivery costs, in a large lake and after many deliveries: this build, and an older one in turn.

python -m tests.bench.growth --base REVISION
"""

import argparse
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.bench.inputs import configure, full_set, generate, tell
from tests.bench.measure import ROOT, Cost, machine, measure, spread, table, typical
from tests.bench.sections import MOVIES

SMALL = 1_000  # movies in one more delivery
NOW = "this build"


def main() -> None:
    """Read the command line, measure, print the figures as Markdown."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.growth", description=__doc__)
    parser.add_argument("--movies", type=int, default=1_000_000, help="movies in the large lake, whole thousands")
    parser.add_argument("--past", type=int, nargs="+", default=[10, 50, 200], help="deliveries that are there already")
    parser.add_argument("--rounds", type=int, default=3, help="deliveries measured at each of these points")
    parser.add_argument("--base", help="a revision to compare with, run with the packages of this one")
    args = parser.parse_args()
    command = shlex.join(["python", "-m", "tests.bench.growth", *sys.argv[1:]])
    print(f"# One more delivery of {SMALL:,} movies (five files, a whole `movies run`)\n")
    print(f"Measured on {datetime.now(UTC):%Y-%m-%d} with `{command}`.\n\nMachine: {machine()}")
    with tempfile.TemporaryDirectory(prefix="movies-bench-") as folder, builds(Path(folder), args.base) as checkouts:
        print(f"\n{large_lake(Path(folder), checkouts, args.movies, args.rounds)}", flush=True)
        print(f"\n{many_deliveries(Path(folder), checkouts, args.past, args.rounds)}", flush=True)


@contextmanager
def builds(work: Path, base: str | None) -> Iterator[dict[str, Path]]:
    """This checkout, and one of the revision to compare with, by how the tables call them."""
    if not base:
        yield {NOW: ROOT}
        return
    git, older = ["git", "-C", str(ROOT), "worktree"], work / "base"
    subprocess.run([*git, "add", "--quiet", "--detach", str(older), base], check=True)
    try:
        yield {base: older, NOW: ROOT}
    finally:
        subprocess.run([*git, "remove", "--force", str(older)], check=True)


def large_lake(work: Path, checkouts: dict[str, Path], movies: int, rounds: int) -> str:
    """The first run of a large set, then deliveries of other movies."""
    files, _ = full_set(work, movies)
    homes = {name: work / "large" / str(number) for number, name in enumerate(checkouts)}
    first: dict[str, list[Cost]] = defaultdict(list)
    more: dict[str, list[Cost]] = defaultdict(list)
    for name, checkout in checkouts.items():
        tell(f"{movies:,} movies, {name}: first run")
        first[name].append(measure(*MOVIES, "run", configure(homes[name], files), checkout=checkout))
    for number in range(rounds):
        small, day = delivery(work, number, movies + number * SMALL)
        for name, checkout in checkouts.items():
            tell(f"{movies:,} movies, {name}: one more, {number + 1} of {rounds}")
            more[name].append(measure(*MOVIES, "run", configure(homes[name], small, day), checkout=checkout))
    lines = [
        [
            name,
            f"{typical(first[name]).seconds:.1f}",
            f"{typical(more[name]).seconds:.1f}",
            spread(more[name]),
            f"{typical(more[name]).mib:,.0f}",
        ]
        for name in checkouts
    ]
    header = "build | first run, seconds | one more, seconds (median) | fastest - slowest | peak MiB"
    return f"## In a lake of {movies:,} movies\n\n{table(header, lines)}"


def many_deliveries(work: Path, checkouts: dict[str, Path], pasts: list[int], rounds: int) -> str:
    """Small deliveries one after the other, measured after so many of them."""
    costs: dict[str, list[Cost]] = defaultdict(list)
    for number in range(max(pasts) + rounds):
        small, day = delivery(work, number, number * SMALL)
        for order, (name, checkout) in enumerate(checkouts.items()):
            config = configure(work / "many" / str(order), small, day)
            costs[name].append(measure(*MOVIES, "run", config, checkout=checkout))
            tell(f"delivery {number + 1} of {max(pasts) + rounds}, {name}: {costs[name][-1].seconds:.1f} s")
    lines = []
    for name, each in costs.items():
        after = {past: each[past : past + rounds] for past in pasts}
        least = typical(after[min(pasts)]).seconds
        for past, some in after.items():
            seconds = typical(some).seconds
            lines.append([name, past, f"{seconds:.1f}", spread(some), f"{seconds / least:.2f}"])
    header = "build | deliveries before | seconds (median) | fastest - slowest | times the fewest"
    return f"## After many deliveries\n\n{table(header, lines)}"


def delivery(work: Path, number: int, start: int) -> tuple[Path, str]:
    """A folder of five files of movies from number `start` on, and the end of their names: a day of their own."""
    folder, day = work / "small", f"_{date(2020, 1, 1) + timedelta(days=number):%Y-%m-%d}"
    shutil.rmtree(folder, ignore_errors=True)
    generate(folder, SMALL, start=start)
    for file in list(folder.iterdir()):
        file.rename(file.with_stem(file.stem + day))
    return folder, day


if __name__ == "__main__":
    main()
