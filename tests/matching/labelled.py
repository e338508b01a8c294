"""The labelled sets: deliveries, and which of their rows are known to be one movie."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tests.spec.dbt_project import Rows
from tests.spec.macros import macros

LABELS = Path(__file__).parent / "labels"
PIXAR = Path(__file__).parents[2] / "examples" / "pixar"
PROVIDERS = list(macros("duckdb")["title_sources"]())
# Nobody delivered the challenge set: its left titles are given to one provider, its right titles to another.
LEFT, RIGHT = PROVIDERS[:2]


class Row(NamedTuple):
    """A movie as a provider names it: the title without spaces around it, as in silver."""

    provider: str
    title: str
    year: str


Pair = tuple[Row, Row]


@dataclass(frozen=True)
class LabelledSet:
    """Deliveries as rows of bronze, and its labelled pairs with their phenomenon ('' where the set names none)."""

    name: str
    bronze: dict[str, Rows]
    same: dict[Pair, str]
    different: dict[Pair, str]


def labelled_sets() -> list[LabelledSet]:
    challenge = lines(LABELS / "challenge.csv")
    return [
        labelled("pixar", deliveries(PIXAR), lines(LABELS / "pixar.csv")),
        labelled("real-538", deliveries(LABELS / "real-538"), lines(LABELS / "real-538" / "labels.csv")),
        labelled("challenge", made_up_deliveries(challenge), challenge),
    ]


def labelled(name: str, bronze: dict[str, Rows], labels: list[dict[str, str]]) -> LabelledSet:
    pairs: dict[str, dict[Pair, str]] = {"yes": {}, "no": {}}
    for line in labels:
        pairs[line["same"]].setdefault(pair(*sides(line)), line.get("phenomenon", ""))
    return LabelledSet(name, bronze, pairs["yes"], pairs["no"])


def sides(line: dict[str, str]) -> Iterator[Row]:
    for side, provider in (("left", LEFT), ("right", RIGHT)):
        yield Row(line.get(f"{side}_provider", provider), line[f"{side}_title"].strip(), line[f"{side}_year"])


def pair(one: Row, other: Row) -> Pair:
    """The two rows in the order of their providers, whichever comes first."""
    first, second = sorted((one, other), key=lambda row: PROVIDERS.index(row.provider))
    return first, second


def made_up_deliveries(labels: list[dict[str, str]]) -> dict[str, Rows]:
    """Every left title as a row of one provider, every right title as a row of another; without figures."""
    return {
        provider: sorted({(line[f"{side}_title"], line[f"{side}_year"], None, None, None) for line in labels})
        for side, provider in (("left", LEFT), ("right", RIGHT))
    }


def deliveries(folder: Path) -> dict[str, Rows]:
    """The rows of a folder's files, which are named as the tables of bronze."""
    tables = {path.stem: lines(path) for path in folder.glob("*.csv") if path.stem != "labels"}
    tables |= {path.stem: json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")}
    return {table: [tuple(map(text, row.values())) for row in rows] for table, rows in tables.items()}


def text(value: object) -> str | None:
    return None if value is None else str(value)


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))
