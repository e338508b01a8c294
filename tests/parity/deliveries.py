"""Deliveries drawn from the contracts, as the bytes of files: many movies, named by all providers in odd ways."""

import csv
import re
from io import StringIO
from json import dumps
from pathlib import Path
from random import Random

from hypothesis import strategies as st

from ingest.bronze.deliveries import Delivery
from ingest.contracts import read_contracts, tables
from ingest.contracts.table import Table
from tests.parity.texts import SPELLINGS, YEARS, figures, titles, years
from tests.spec.test_ratios import GREATEST_FIGURE, beside_a_half

TABLES = tables(read_contracts())
MOVIES, ROWS = 40, 40
# A day of its own for each file of a table: which of two deliveries of one day is newer depends on who loads first.
DAYS = ["20261101", "20261115"]
EXTRA = "Note, unexpected"
JSON_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")

Row = dict[str, str | None]
# Title, year, and table -> figures whose ratio is hard to round.
Movie = tuple[str, str, dict[str, Row]]


class Delivered(dict[str, dict[str, bytes]]):
    """Table -> name of a file -> its bytes."""

    def __repr__(self) -> str:
        # A failed test would else print them all, over pages.
        return f"<files of {', '.join(self)}>"

    def written(self, folder: Path) -> list[Delivery]:
        """The files in a folder, ready to be loaded."""
        written = []
        for table, contents in self.items():
            for name, content in contents.items():
                (folder / name).write_bytes(content)
                written.append(Delivery(TABLES[table], str(folder / name)))
        return written


@st.composite
def deliveries(draw: st.DrawFn) -> Delivered:
    """Two files of every table of the contracts."""
    drawn = st.tuples(titles(), st.sampled_from(YEARS), box_office_beside_a_half())
    movies = draw(st.lists(drawn, min_size=MOVIES, max_size=MOVIES))
    delivered = Delivered()
    for table in TABLES.values():
        for day in DAYS:
            rows = [draw(row(table, movies)) for _ in range(ROWS)]
            content = draw(as_csv(table, rows) if table.format == "csv" else as_json(table, rows))
            delivered.setdefault(table.name, {})[f"{table.name}_{day}.{table.format}"] = content
    return delivered


@st.composite
def row(draw: st.DrawFn, table: Table, movies: list[Movie]) -> Row:
    title, year, box_office = draw(st.sampled_from(movies))
    spelled = draw(st.sampled_from(SPELLINGS))(title)
    # Mostly the movie's own year, or hardly any two rows would be one movie.
    given = year if draw(st.integers(0, 4)) else draw(years())
    rest = box_office.get(table.name) if draw(st.integers(0, 3)) else None
    rest = rest or {column: draw(figures()) for column in table.columns if column not in table.key}
    return dict(zip(table.key, [spelled, given], strict=True)) | rest | {EXTRA: draw(st.sampled_from([None, "x", "é"]))}


@st.composite
def box_office_beside_a_half(draw: st.DrawFn) -> dict[str, Row]:
    """Figures of a movie, by table, whose gross_to_budget and roi are next to a half of their last digit."""
    gross, budget = beside_a_half(Random(draw(st.integers(0, 255))), GREATEST_FIGURE, scale=4)
    abroad = abs(gross) // 2
    return {
        "box_office_domestic": {"box_office_gross_usd": str(abs(gross) - abroad)},
        "box_office_international": {"box_office_gross_usd": str(abroad)},
        "box_office_financials": {"production_budget_usd": str(budget), "marketing_spend_usd": "0"},
    }


@st.composite
def as_csv(draw: st.DrawFn, table: Table, rows: list[Row]) -> bytes:
    """Columns in any order, an unexpected one or not; quotes and line ends of either kind."""
    columns = draw(st.permutations([*table.columns, *draw(st.sampled_from([[], [EXTRA]]))]))
    text = StringIO()
    writer = csv.writer(text, draw(st.sampled_from(["excel", "unix"])))
    writer.writerow(columns)
    writer.writerows([row[column] for column in columns] for row in rows)
    return text.getvalue().encode(draw(st.sampled_from(["utf-8", "utf-8-sig"])))


@st.composite
def as_json(draw: st.DrawFn, table: Table, rows: list[Row]) -> bytes:
    """Numbers as numbers or as text, keys that lack where there is no value, escapes or not."""
    bare, complete, ascii_only = draw(st.booleans()), draw(st.booleans()), draw(st.booleans())

    def value(text: str | None) -> str:
        return text if text and bare and JSON_NUMBER.fullmatch(text) else dumps(text, ensure_ascii=ascii_only)

    def item(row: Row) -> str:
        members = {key: text for key, text in row.items() if complete or text is not None}
        return "{" + ", ".join(f"{dumps(key)}: {value(text)}" for key, text in members.items()) + "}"

    return f"[{', '.join(map(item, rows))}]".encode()
