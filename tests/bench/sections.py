"""What is measured: a function a section; each gives the Markdown that goes into docs/benchmarks.md."""

import shutil
from collections import defaultdict
from itertools import zip_longest
from pathlib import Path

from movies_lakehouse import open_lake
from tests.bench.inputs import configure, full_set, repeat_body, tell
from tests.bench.measure import Cost, measure, spread, table, typical

MOVIES = ("-m", "movies_lakehouse.cli.main")
RAW = ("-m", "tests.bench.raw_duckdb")


def whole(work: Path, movies: int, rounds: int) -> str:
    """The whole job in four ways, in turn, each from nothing."""
    files, rows = full_set(work, movies)
    config, gold = configure(work / "whole", files), work / "whole/out/gold/movies_unified.csv"
    raw_out, pandas_out, lake = work / "raw.csv", work / "pandas", work / "ingest-only"
    ways: dict[str, tuple[str | Path, ...]] = {
        "`movies run`: files to bronze, silver, gold, CSV": (*MOVIES, "run", config),
        "of this, files to bronze: `movies ingest`": (*MOVIES, "--lake", lake, "ingest", files),
        "one raw DuckDB script: files to the same gold CSV, but for movies matched by rules": (
            *RAW,
            files,
            raw_out,
        ),
        "a plain pandas script": ("-m", "tests.bench.naive_pandas", files, pandas_out),
    }
    costs: dict[str, list[Cost]] = defaultdict(list)
    for turn in range(rounds):
        for made in (work / "whole/lake", work / "whole/out", pandas_out, lake):
            shutil.rmtree(made, ignore_errors=True)
        for way, command in ways.items():
            tell(f"whole job, round {turn + 1} of {rounds}: {way}")
            costs[way].append(measure(*command))
        if not same_but_for(brought_together(work / "whole/lake"), raw_out, gold):
            raise SystemExit(f"bench: {raw_out} and {gold} differ: the comparison would not be fair")
    run, _, raw, pandas = (typical(each) for each in costs.values())
    lines = [
        [
            way,
            f"{typical(each).seconds:.1f}",
            spread(each),
            f"{typical(each).mib:,.0f}",
            f"{rows / typical(each).seconds:,.0f}",
        ]
        for way, each in costs.items()
    ]
    size = sum(file.stat().st_size for file in files.iterdir()) / 1e6
    return "\n\n".join(
        [
            f"## The whole job: {movies:,} movies, {rows:,} rows, five files, {size:.0f} MB",
            table("way | seconds (median) | fastest - slowest | peak MiB | rows a second", lines),
            f"`movies run` takes {run.seconds / raw.seconds:.2f} times the raw script (aim: at most 2.0) and "
            f"{run.seconds / pandas.seconds:.2f} times the pandas script (at most 0.4); "
            f"its peak memory is {run.mib * 2**20 / 1e9:.2f} GB (at most 1.5).",
        ]
    )


def brought_together(lake: Path) -> set[str]:
    """Ids of titles that are one movie only by the rules of matching, which the raw script does without."""
    rows = open_lake(lake).rows("select title_id, movie_id from silver.movie_matches where title_id <> movie_id")
    return {name for row in rows for name in row.values()}


def same_but_for(names: set[str], one: Path, other: Path) -> bool:
    """Whether two CSVs of movies are the same, byte for byte, without the lines of these movies."""
    with one.open(encoding="utf-8", newline="") as ours, other.open(encoding="utf-8", newline="") as theirs:
        lines = [(line for line in file if line.split(",", 1)[0].strip('"') not in names) for file in (ours, theirs)]
        return all(a == b for a, b in zip_longest(*lines))


def memory(work: Path, movies: int, rounds: int) -> str:
    """Ingest's peak memory on one CSV file and on one ten times as long."""
    files, _ = full_set(work, movies)
    once, tenfold = files / "critic_agg.csv", work / "tenfold/critic_agg.csv"
    tenfold.parent.mkdir(exist_ok=True)
    repeat_body(once, tenfold, 10)
    costs: dict[Path, list[Cost]] = defaultdict(list)
    for turn in range(rounds):
        for file in (once, tenfold):
            tell(f"ingest's memory, round {turn + 1} of {rounds}: {file.stat().st_size / 1e6:.0f} MB")
            shutil.rmtree(work / "memory", ignore_errors=True)
            costs[file].append(measure(*MOVIES, "--lake", work / "memory", "ingest", file))
    lines = [
        [f"{file.stat().st_size / 1e6:.0f} MB", f"{typical(each).seconds:.1f}", f"{typical(each).mib:,.0f}"]
        for file, each in costs.items()
    ]
    growth_of_peak = typical(costs[tenfold]).mib / typical(costs[once]).mib - 1
    return "\n\n".join(
        [
            "## A file ten times as long: `movies ingest` of one CSV",
            table("file | seconds (median) | peak MiB", lines),
            f"The peak rises by {growth_of_peak:.0%} (aim: at most 30%).",
        ]
    )


def idle(work: Path, movies: int, rounds: int) -> str:
    """A run that finds nothing new, and what Python's imports are of it."""
    files, _ = full_set(work, movies)
    config, modules = configure(work / "idle", files), work / "modules.txt"
    tell("a run with nothing new: first the run that loads everything")
    measure(*MOVIES, "run", config)
    measure("-m", "tests.bench.imports", "trace", modules, "run", config)
    runs, imports = [], []
    for turn in range(rounds):
        tell(f"a run with nothing new, round {turn + 1} of {rounds}")
        runs.append(measure(*MOVIES, "run", config))
        imports.append(measure("-m", "tests.bench.imports", "replay", modules))
    run, importing = typical(runs), typical(imports)
    return "\n\n".join(
        [
            f"## A run that finds nothing new, with {movies:,} movies in the lake",
            table(
                "what | seconds (median) | fastest - slowest",
                [
                    ["`movies run`", f"{run.seconds:.2f}", spread(runs)],
                    ["importing the same modules", f"{importing.seconds:.2f}", spread(imports)],
                ],
            ),
            f"Beyond imports: {run.seconds - importing.seconds:.2f} seconds (aim: below 3).",
        ]
    )


SECTIONS = {"whole": whole, "memory": memory, "idle": idle}
