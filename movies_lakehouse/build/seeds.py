"""Refuses seeds that still have the names of version 0.1: dbt would leave out what people decided in them."""

from pathlib import Path

from ingest.common.errors import BadContract
from movies_lakehouse.lake.renames import SEED_COLUMNS, SEEDS


def check_seeds(project: Path) -> None:
    """BadContract for a seed of an old name, or with a column of an old name."""
    for old, new in SEEDS.items():
        path = project / "seeds" / f"{old}.csv"
        if path.exists():
            raise BadContract(f"{shown(path)}: is {new}.csv now; move its lines there and remove it")
    for seed, columns in SEED_COLUMNS.items():
        path = project / "seeds" / f"{seed}.csv"
        for old in sorted(columns.keys() & header(path)):
            raise BadContract(f"{shown(path)}: column {old!r} is {columns[old]!r} now; rename it in the first line")


def header(path: Path) -> set[str]:
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        return {name.strip().strip('"') for name in lines.readline().split(",")}


def shown(path: Path) -> str:
    """
    A seed's place as people know it.

    >>> shown(Path("/home/ada/movies/dbt/seeds/never_match.csv"))
    'dbt/seeds/never_match.csv'
    """
    return "/".join(path.parts[-3:])
