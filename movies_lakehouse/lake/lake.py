"""The seam between the two runtimes: what the verbs of `movies` ask of a lakehouse, whatever computes it."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, Protocol

import duckdb
import pyarrow as pa
from filelock import FileLock

from ingest.bronze.deliveries import Delivery
from ingest.bronze.receipt import Receipt
from ingest.common.files import make_folder
from ingest.common.settings import Settings
from ingest.contracts import Table
from movies_lakehouse.lake.builds import BUILDS, BUILT, Row
from movies_lakehouse.lake.layers import LAYERS
from movies_lakehouse.lake.views import quoted

if TYPE_CHECKING:  # takes long to import, and few need it
    import pandas as pd


class Rows(Protocol):
    """Rows of one table."""

    def to_arrow(self) -> pa.Table: ...

    def to_pandas(self) -> "pd.DataFrame": ...


class Lake(ABC):
    """One lakehouse. `folder` is on this machine: the lake itself, or what this machine remembers of it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folder = settings.lake
        make_folder(self.folder)

    @abstractmethod
    def ingest(
        self, deliveries: list[Delivery], tables: Mapping[str, Table], on_receipt: Callable[[Receipt], None]
    ) -> list[Receipt]:
        """Bring deliveries into bronze; a receipt for each, also to `on_receipt` as soon as it is there."""

    @abstractmethod
    def retire(self, provider: str, tables: Mapping[str, Table]) -> list[str]:
        """Have builds leave out the bronze tables of a provider without contract; gives them. MoviesError: no such."""

    @abstractmethod
    def table(self, name: str, snapshot_id: int | None = None) -> Rows:
        """Rows of one table, now or at a snapshot; MoviesError when there is none."""

    @abstractmethod
    def table_names(self) -> list[tuple[str, str]]:
        """(layer, table) of every table in the lake, in order."""

    @abstractmethod
    def snapshot_id(self, name: tuple[str, str]) -> int | None:
        """Current snapshot of a table; None before the first."""

    @abstractmethod
    def row_count(self, name: tuple[str, str]) -> int:
        """Rows of a table."""

    @abstractmethod
    def sql(self, query: str) -> pa.Table:
        """Answer of one SQL query over bronze, silver and gold (in the runtime's dialect), as Arrow."""

    @abstractmethod
    def add_views(self, connection: duckdb.DuckDBPyConnection, names: list[tuple[str, str]]) -> None:
        """Make tables of the lake readable in a DuckDB database, as `layer.table`; bronze in the order of delivery."""

    def rows(self, query: str) -> list[dict[str, Any]]:
        """Answer of one SQL query, a dictionary a row."""
        return list(self.sql(query).to_pylist())

    def failed_build(self) -> Row | None:
        """status, notes and built_from of the newest build, if it failed."""
        if ("gold", "builds") not in self.table_names():
            return None
        [newest] = self.rows(f"select * from {BUILDS} order by number desc limit 1") or [{}]
        return newest if newest.get("status", BUILT) != BUILT else None

    def layers_missing(self) -> list[str]:
        """Layers without a single table: nothing was loaded, or nothing was built."""
        there = {layer for layer, _ in self.table_names()}
        return [layer for layer in LAYERS if layer not in there]

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

    def locked(self, name: str) -> AbstractContextManager[object]:
        """Hold one of the folder's locks; another process waits for it, and a killed one lets go of it."""
        # The fallback, for file systems without locks, is one that a killed process would hold for ever.
        return FileLock(self.folder / name, fallback_to_soft=False)
