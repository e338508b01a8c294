"""A small contract, and short ways to read bytes with it."""

import io
from typing import Any

from pyiceberg.catalog import Catalog

from ingest.batch import Findings, Unreadable
from ingest.read import read
from ingest.table import Table

HEADER = "title,year,score\n"
FILMS: dict[str, Any] = {
    "name": "films",
    "provider": "films",
    "files": "films*.csv",
    "format": "csv",
    "key": ["title", "year"],
    "columns": {"title": "Title.", "year": "Year.", "score": "Score."},
    "date_in_name": "%Y%m%d",
}


def films(**changes: Any) -> Table:
    return Table.model_validate(FILMS | changes)


def json_films(**changes: Any) -> Table:
    return films(format="json", files="films*.json", **changes)


def table(catalog: Catalog, name: str) -> list[dict[str, Any]]:
    """Rows of a bronze table."""
    rows: list[dict[str, Any]] = catalog.load_table(f"bronze.{name}").scan().to_arrow().to_pylist()
    return rows


Row = tuple[int, tuple[str | None, ...]]


def read_all(data: bytes, table: Table, name: str | None = None) -> tuple[list[Row], list[Unreadable], list[str]]:
    """Rows as (line, values with `_extra` last), unreadable rows, undeclared columns."""
    findings = Findings()
    rows: list[Row] = []
    for batch in read(io.BytesIO(data), table, name or f"films.{table.format}", findings):
        columns = [column.to_pylist() for column in batch.columns.columns]
        rows += zip(batch.lines.to_pylist(), zip(*columns, strict=True), strict=True)
    return rows, findings.unreadable, findings.undeclared
