"""A made-up delivery set of any size: five files, the same bytes for the same numbers.

python -m tests.bench.generate FOLDER --movies 1000000
python -m tests.bench.generate FOLDER --movies 1000 --start 1000000    # the next movies
"""

import argparse
import csv
import json
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from tests.bench.titles import SPELLINGS, title

BLOCK = 1_000  # movies drawn together: movie number n is the same movie in every set of one seed
COVERAGE = 0.95  # share of movies that a provider knows
RESPELLED = 0.18  # share of a provider's titles that it spells in its own way
DIRT = 0.002  # share of a provider's rows that are unsound
REMAKES = 0.03  # share of movies named as another one, usually of another year

HEADERS = {
    "critic_agg.csv": "movie_title,release_year,critic_score_percentage,top_critic_score,total_critic_reviews_counted",
    "audience_pulse.json": "title,year,audience_average_score,total_audience_ratings,domestic_box_office_gross",
    "box_office_domestic.csv": "film_name,year_of_release,box_office_gross_usd",
    "box_office_international.csv": "film_name,year_of_release,box_office_gross_usd",
    "box_office_financials.csv": "film_name,year_of_release,production_budget_usd,marketing_spend_usd",
}
Row = list[Any]
Column = list[Any]


def movies(rng: np.random.Generator) -> tuple[list[str], list[int]]:
    """Draw one block's titles and years (1930 to 2025, more of the late ones)."""
    titles = [title(draws) for draws in rng.integers(0, 2**31, (BLOCK, 8)).tolist()]
    for copy, original in rng.integers(0, BLOCK, (int(BLOCK * REMAKES), 2)).tolist():
        titles[copy] = titles[original]
    return titles, (1930 + 96 * np.sqrt(rng.random(BLOCK))).astype(int).tolist()


def figures(rng: np.random.Generator) -> dict[str, list[Column]]:
    """Draw one block's figures: file -> a list a column behind title and year."""
    gross = rng.random(BLOCK) ** 4 * 9e8
    revised = np.where(rng.random(BLOCK) < 0.05, gross * 1.01, gross)
    return {
        "critic_agg.csv": [whole(rng, 101), tenths(rng), whole(rng, 400)],
        "audience_pulse.json": [tenths(rng), whole(rng, 2_000_000), some(rng, 0.6, revised, None)],
        "box_office_domestic.csv": [gross.astype(int).tolist()],
        "box_office_international.csv": [(gross * rng.random(BLOCK) * 3).astype(int).tolist()],
        "box_office_financials.csv": [
            (rng.random(BLOCK) ** 3 * 3e8).astype(int).tolist(),
            some(rng, 0.7, rng.random(BLOCK) ** 3 * 1e8, ""),
        ],
    }


def whole(rng: np.random.Generator, below: int) -> Column:
    """Draw whole numbers."""
    return list(rng.integers(0, below, BLOCK).tolist())


def tenths(rng: np.random.Generator) -> Column:
    """Draw scores from 0.0 to 10.0."""
    return list((rng.integers(0, 101, BLOCK) / 10).tolist())


def some(rng: np.random.Generator, share: float, values: Any, missing: Any) -> Column:
    """Give a share of the values as whole numbers; the rest is missing."""
    known = rng.random(BLOCK) < share
    return list(np.where(known, values.astype(int).astype(object), missing).tolist())


def rows(rng: np.random.Generator, titles: list[str], years: list[int], columns: list[Column]) -> list[Row]:
    """Give one provider's rows of a block, in its own spelling."""
    spelled = titles.copy()
    for at in np.flatnonzero(rng.random(BLOCK) < RESPELLED).tolist():
        spelled[at] = SPELLINGS[at % len(SPELLINGS)](titles[at])
    table = [list(row) for row in zip(spelled, years, *columns, strict=True)]
    return [table[at] for at in np.flatnonzero(rng.random(BLOCK) < COVERAGE).tolist()]


def unsound_csv(row: Row, kind: int) -> list[Row]:
    """Spoil one row: ragged, unsound figures or year, a title on two lines, or delivered twice."""
    return (
        [row[:-1]],
        [[*row, "x"]],
        [[*row[:2], *("n/a", "1e1", "1,024")[: len(row) - 2]]],
        [[row[0], "", *row[2:]]],
        [[row[0] + "\nsubtitle", *row[1:]]],
        [row, row],
    )[kind % 6]


def unsound_json(row: Row, kind: int) -> list[Row]:
    """Spoil one object: figures of the wrong form, no year, or delivered twice."""
    return ([[*row[:3], "12,345", "N/A"]], [[*row[:3], None, 1.5e3]], [[row[0], None, *row[2:]]], [row, row])[kind % 4]


def spoil(rng: np.random.Generator, table: list[Row], unsound: Callable[[Row, int], list[Row]]) -> list[Row]:
    """Make a small share of the rows unsound."""
    spoiled: list[Row] = []
    kinds = np.where(rng.random(len(table)) < DIRT, rng.integers(0, 60, len(table)), -1).tolist()
    for row, kind in zip(table, kinds, strict=True):
        spoiled += [row] if kind < 0 else unsound(row, kind)
    return spoiled


class CsvFile:
    """One CSV file under way."""

    unsound = staticmethod(unsound_csv)

    def __init__(self, file: TextIO, header: list[str]) -> None:
        self.writer = csv.writer(file, lineterminator="\n")
        self.writer.writerow(header)

    def write(self, table: Iterable[Row]) -> None:
        """Append rows."""
        self.writer.writerows(table)

    def close(self) -> None:
        """A CSV file has no end mark."""


class JsonFile:
    """One JSON array of objects under way, an object a line."""

    unsound = staticmethod(unsound_json)

    def __init__(self, file: TextIO, header: list[str]) -> None:
        self.file, self.header, self.between = file, header, "[\n"

    def write(self, table: Iterable[Row]) -> None:
        """Append rows as objects; the year is text, as this provider delivers it."""
        for name, year, *rest in table:
            row = dict(zip(self.header, [name, None if year is None else str(year), *rest], strict=True))
            self.file.write(self.between + json.dumps(row, ensure_ascii=False, separators=(",", ":")))
            self.between = ",\n"

    def close(self) -> None:
        """End the array."""
        self.file.write("\n]\n")


def generate(folder: Path, movies_wanted: int, start: int = 0, seed: int = 1) -> int:
    """Write the five files of movies `start` to `start + movies_wanted` (whole thousands); give the number of rows."""
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    with ExitStack() as stack:
        files: dict[str, CsvFile | JsonFile] = {}
        for name, header in HEADERS.items():
            file = stack.enter_context((folder / name).open("w", encoding="utf-8", newline=""))
            files[name] = (JsonFile if name.endswith(".json") else CsvFile)(file, header.split(","))
        for block in range(start // BLOCK, (start + movies_wanted) // BLOCK):
            rng = np.random.default_rng([seed, block])
            titles, years = movies(rng)
            for name, columns in figures(rng).items():
                table = spoil(rng, rows(rng, titles, years, columns), files[name].unsound)
                files[name].write(table)
                written += len(table)
        for unfinished in files.values():
            unfinished.close()
    return written


def main() -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--movies", type=int, default=1_000_000, help="a multiple of 1,000 (default 1,000,000)")
    parser.add_argument("--start", type=int, default=0, help="number of the first movie, a multiple of 1,000")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if args.movies % BLOCK or args.start % BLOCK:
        parser.error(f"--movies and --start are multiples of {BLOCK:,}")
    print(generate(args.folder, args.movies, args.start, args.seed))


if __name__ == "__main__":
    main()
