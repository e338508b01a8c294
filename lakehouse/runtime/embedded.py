"""The lakehouse without any service: an SQLite catalog, a folder of Parquet files, DuckDB for SQL."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import chain, count
from pathlib import Path
from typing import Any

import duckdb
import fsspec
import pyarrow as pa
from pyiceberg.catalog import Catalog
from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.exceptions import NoSuchTableError
from pyiceberg.table import DataScan

from ingest.contract import Table as ContractTable
from ingest.deliveries import Archive
from ingest.errors import MoviesError
from ingest.tables import create_tables
from lakehouse.runtime.views import quoted, row_count, view_sql
from lakehouse.settings import Settings

NAMESPACES = ("bronze", "silver", "gold")
MADE_IN = "movies.made-in"


class EmbeddedLake:
    """One lakehouse in one folder: `catalog.db`, `warehouse/` (Iceberg tables), `archive/` (the delivered bytes)."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folder = settings.lake
        self.folder.mkdir(parents=True, exist_ok=True)

    @cached_property
    def catalog(self) -> Catalog:
        # Two processes that make the catalog of a new lake at once would trip over each other's tables.
        with self.locked("catalog.lock"):
            # A second process may hold the file for a moment: wait for it rather than fail.
            uri = f"sqlite:///{self.folder}/catalog.db?timeout=60"
            catalog = SqlCatalog("lake", uri=uri, warehouse=f"file://{self.folder}/warehouse")
            for namespace in NAMESPACES:
                catalog.create_namespace_if_not_exists(namespace, {MADE_IN: str(self.folder)})
        self.check_place(catalog)
        return catalog

    def check_place(self, catalog: Catalog) -> None:
        """MoviesError when the lake was moved: its tables know their files by full path, and would use the old ones."""
        made_in = catalog.load_namespace_properties(NAMESPACES[0]).get(MADE_IN, str(self.folder))
        if made_in != str(self.folder):
            raise MoviesError(f"{self.folder}: this lake was made in {made_in}; move it back there, or start a new one")

    @property
    def dbt_folder(self) -> Path:
        """Where dbt keeps what it knows between runs, and its log."""
        return self.folder / "dbt"

    @cached_property
    def archive(self) -> Archive:
        return Archive(fsspec.filesystem("file"), str(self.folder / "archive"))

    def table(self, name: str, snapshot_id: int | None = None) -> DataScan:
        """Rows of one table, now or at a snapshot: `.to_arrow()`, `.to_pandas()`; MoviesError when there is none."""
        try:
            return self.catalog.load_table(name).scan(snapshot_id=snapshot_id)
        except NoSuchTableError:
            known = ", ".join(".".join(each) for each in self.table_names())
            raise MoviesError(
                f"there is no table {name!r}; there are: {known or 'none yet (movies run makes them)'}"
            ) from None

    def table_names(self) -> list[tuple[str, str]]:
        """(layer, table) of every table in the lake, in order."""
        return sorted((layer, name) for layer in NAMESPACES for _, name in self.catalog.list_tables(layer))

    def snapshot_id(self, name: tuple[str, str]) -> int | None:
        snapshot = self.catalog.load_table(name).current_snapshot()
        return snapshot.snapshot_id if snapshot else None

    def row_count(self, name: tuple[str, str]) -> int:
        return row_count(self.catalog.load_table(name))

    def create_bronze(self, tables: dict[str, ContractTable]) -> None:
        """Every bronze table that a contract declares, empty where nothing arrived yet: silver reads them all."""
        create_tables(self.catalog, tables)

    def sql(self, query: str) -> pa.Table:
        """Answer of one SQL query over bronze, silver and gold (DuckDB's dialect), as Arrow."""
        with self.database() as connection:
            self.add_views(connection, [name for name in self.table_names() if name[1] in query.lower()])
            try:
                answer = connection.sql(query)
                if answer is None:
                    raise MoviesError("SQL: this asks for no rows; begin with select")
                return answer.to_arrow_table().rename_columns(numbered(answer.columns))
            except duckdb.Error as error:
                raise MoviesError(f"SQL: {str(error).splitlines()[0]}") from None

    def rows(self, query: str) -> list[dict[str, Any]]:
        """Answer of one SQL query, a dictionary a row."""
        return list(self.sql(query).to_pylist())

    @contextmanager
    def database(self, path: str = ":memory:") -> Iterator[duckdb.DuckDBPyConnection]:
        """A DuckDB database in memory that spills into the lake's folder when it is full."""
        connection = duckdb.connect(path)
        try:
            connection.execute(f"set memory_limit = '{self.settings.memory}'")
            connection.execute(f"set temp_directory = '{quoted(self.folder / 'tmp')}'")
            connection.execute("set preserve_insertion_order = false")
            # A build reads each file of bronze many times: once is enough for where its columns are.
            connection.execute("set global parquet_metadata_cache = true")
            # Global, since a cursor would else keep the machine's: both dbt and the export work with cursors.
            connection.execute("set global timezone = 'UTC'")
            yield connection
        finally:
            connection.close()

    def add_views(self, connection: duckdb.DuckDBPyConnection, names: list[tuple[str, str]]) -> None:
        """One view a table, over exactly the files of its current snapshot."""
        for layer, name in names:
            connection.execute(f"create schema if not exists {layer}")
            connection.execute(
                f"create or replace view {layer}.{name} as {view_sql(self.catalog.load_table((layer, name)))}"
            )

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """An empty folder inside the lake, so that files move out of it without a copy; gone afterwards."""
        folder = self.folder / "build"
        # One that was killed leaves its files behind.
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def locked(self, name: str) -> Iterator[None]:
        """Hold one of the lake's locks; another process waits for it, and a killed one lets go of it."""
        with (self.folder / name).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def numbered(names: list[str]) -> list[str]:
    """
    Names of columns, a number behind those that are there already: a row as a dictionary has room for one of a name.

    >>> numbered(["title", "year", "title"])
    ['title', 'year', 'title_2']
    """
    taken: list[str] = []
    for name in names:
        free = (f"{name}_{number}" for number in count(2))
        taken.append(next(each for each in chain([name], free) if each not in taken))
    return taken
