"""Layers as CSV files for people and spreadsheets: UTF-8, `\\n`, dot decimals, rows in a stable order."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.common.files import replaced
from ingest.contracts import Table
from movies_lakehouse.lake.lake import Lake
from movies_lakehouse.lake.views import quoted

# The tables that are exported besides bronze's, and the columns that give their rows a stable order.
EXPORTED = {
    "silver": {"audience_pulse": "movie_id", "critic_agg": "movie_id", "box_office_metrics": "movie_id"},
    "gold": {
        "movies_unified": "movie_id",
        "movies_by_year": "release_year",
        "provider_coverage": "kind, providers",
        "provider_conflicts": "movie_id, fact",
    },
}
# Raised when a column is renamed, which is no snapshot of its table: its CSV is then written anew.
HEADERS = "2"
# A spreadsheet takes a cell that starts with one of these for a formula; an apostrophe in front makes it text.
FORMULA = r"\A[=+\-@\t\r]"


@dataclass(frozen=True)
class CsvFile:
    """One table's CSV: where, of which table (and which of its columns), its version (which snapshot, how written)."""

    path: Path
    table: tuple[str, str]
    columns: tuple[str, ...]
    version: str


def export(lake: Lake, output: dict[str, Path], tables: dict[str, Table], spreadsheet_safe: bool = False) -> list[Path]:
    """
    Write one CSV a table into the folder of its layer; gives the files that were written.

    Bronze: the contract's columns of each table's newest load, as delivered. A file that is current is left alone;
    others are written beside and renamed, so that no reader ever sees half a file.
    """
    with lake.locked("export.lock"):
        ledger = Ledger(lake.folder / "exports.json")
        stale = [file for file in csv_files(lake, output, tables, spreadsheet_safe) if not ledger.is_current(file)]
        if stale:
            with lake.database() as database:
                lake.add_views(database, [file.table for file in stale])
                # Bronze keeps a delivery's rows in their order; reading them so is cheaper than sorting them again.
                database.execute("set preserve_insertion_order = true")
                # Keeping an order is work for one core; two files at a time, the large ones of gold first, for two.
                with ThreadPoolExecutor(2) as pool:
                    for file in pool.map(
                        lambda each: write_csv(database.cursor(), each, spreadsheet_safe), reversed(stale)
                    ):
                        ledger.note(file)
        return [file.path for file in stale]


def csv_files(
    lake: Lake, output: dict[str, Path], tables: dict[str, Table], spreadsheet_safe: bool
) -> Iterator[CsvFile]:
    there = set(lake.table_names())
    for layer, folder in output.items():
        for name in tables if layer == "bronze" else EXPORTED[layer]:
            if (layer, name) in there:
                columns = tuple(tables[name].columns) if layer == "bronze" else ("*",)
                snapshot = lake.snapshot_id((layer, name))
                # A column can get another name without a new snapshot.
                version = f"{HEADERS} {','.join(columns)} {snapshot}{' spreadsheet-safe' if spreadsheet_safe else ''}"
                yield CsvFile(folder / f"{name}.csv", (layer, name), columns, version)


def query_of(database: duckdb.DuckDBPyConnection, file: CsvFile) -> str:
    layer, name = file.table
    query = f"select {', '.join(file.columns)} from {layer}.{name}"
    if layer != "bronze":
        return f"{query} order by {EXPORTED[layer][name]}"
    # Asked for beforehand: comparing with a subquery would be a join, which keeps no order.
    [(newest,)] = database.execute(f"select max(_loaded_at)::varchar from {layer}.{name}").fetchall()
    return f"{query} where _loaded_at = '{newest}'" if newest else f"{query} where false"


def write_csv(database: duckdb.DuckDBPyConnection, file: CsvFile, spreadsheet_safe: bool) -> CsvFile:
    file.path.parent.mkdir(parents=True, exist_ok=True)
    query = query_of(database, file)
    described = database.execute(f"describe {query}").fetchall()
    columns = [text(name, spreadsheet_safe) if kind == "VARCHAR" else f'"{name}"' for name, kind, *_ in described]
    with replaced(file.path) as temporary:
        database.execute(
            f"copy (select {', '.join(columns)} from ({query})) to '{quoted(temporary)}' (format csv, header)"
        )
    return file


def text(column: str, spreadsheet_safe: bool) -> str:
    # DuckDB writes "" for the empty text and nothing for null; a CSV knows no difference, so both are nothing.
    given = f"nullif(\"{column}\", '')"
    if spreadsheet_safe:
        given = f"case when regexp_matches(\"{column}\", '{FORMULA}') then '''' || \"{column}\" else {given} end"
    return f'{given} as "{column}"'


class Ledger:
    """Remembers which snapshot each CSV was written from, so that a current one is not written again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries: dict[str, list[object]] = json.loads(path.read_text()) if path.exists() else {}

    def is_current(self, file: CsvFile) -> bool:
        return file.path.exists() and self.entries.get(str(file.path)) == self.entry(file)

    def note(self, file: CsvFile) -> None:
        self.entries[str(file.path)] = self.entry(file)
        with replaced(self.path) as temporary:
            temporary.write_text(json.dumps(self.entries, indent=1))

    def entry(self, file: CsvFile) -> list[object]:
        # Size and time reveal a file that something else has changed since.
        found = file.path.stat()
        return [file.version, found.st_size, found.st_mtime_ns]
