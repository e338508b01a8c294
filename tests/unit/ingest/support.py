"""A small contract, and short ways to read bytes with it."""

import io
from typing import Any

from pyiceberg.catalog import Catalog

from ingest.contracts.table import Table
from ingest.readers.batch import Findings, MalformedRecord
from ingest.readers.parse import parse

HEADER = "title,year,score\n"
MOVIES: dict[str, Any] = {
    "name": "movies",
    "provider": "movies",
    "files": "movies*.csv",
    "format": "csv",
    "key": ["title", "year"],
    "columns": {"title": "Title.", "year": "Year.", "score": "Score."},
    "date_in_name": "%Y%m%d",
}


def movies(**changes: Any) -> Table:
    return Table.model_validate(MOVIES | changes)


def json_movies(**changes: Any) -> Table:
    return movies(format="json", files="movies*.json", **changes)


def table(catalog: Catalog, name: str) -> list[dict[str, Any]]:
    """Rows of a bronze table."""
    rows: list[dict[str, Any]] = catalog.load_table(f"bronze.{name}").scan().to_arrow().to_pylist()
    return rows


Row = tuple[int, tuple[str | None, ...]]


def read_all(data: bytes, table: Table, name: str | None = None) -> tuple[list[Row], list[MalformedRecord], list[str]]:
    """Rows as (line, values with `_extra` last), malformed records, unexpected columns."""
    findings = Findings()
    rows: list[Row] = []
    for batch in parse(io.BytesIO(data), table, name or f"movies.{table.format}", findings):
        columns = [column.to_pylist() for column in batch.columns.columns]
        rows += zip(batch.lines.to_pylist(), zip(*columns, strict=True), strict=True)
    return rows, findings.malformed, findings.unexpected
