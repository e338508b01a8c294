"""A lakehouse whose tables DuckDB reads: an Iceberg catalog, and files that are or come on this machine."""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import duckdb
import pyarrow as pa
from pyiceberg.catalog import Catalog
from pyiceberg.exceptions import NoSuchTableError
from pyiceberg.io import FileIO, load_file_io
from pyiceberg.table import DataScan
from pyiceberg.table import Table as IcebergTable

from ingest.bronze.archive import Archive
from ingest.bronze.deliveries import Delivery
from ingest.bronze.loader import ingest
from ingest.bronze.receipt import Receipt
from ingest.bronze.retired import retire
from ingest.common.errors import MoviesError
from ingest.common.openlineage import NOBODY
from ingest.contracts import Table
from movies_lakehouse.lake.builds import nothing_yet
from movies_lakehouse.lake.columns import numbered
from movies_lakehouse.lake.lake import Lake
from movies_lakehouse.lake.layers import LAYERS
from movies_lakehouse.lake.renames import hint
from movies_lakehouse.lake.views import row_count, view_sql


class IcebergLake(Lake):
    """One lakehouse by its catalog and its files, without an engine that serves them."""

    # Who is told of loads and builds, unless whoever opens the lake says otherwise.
    events = NOBODY

    @property
    @abstractmethod
    def warehouse(self) -> str:
        """Where the tables lie: below it a folder a layer, and in that a folder a table."""

    @property
    @abstractmethod
    def catalog(self) -> Catalog:
        """The catalog of every table, with its namespaces made."""

    @property
    @abstractmethod
    def archive(self) -> Archive:
        """Where the delivered bytes are kept."""

    @abstractmethod
    def commit_together(self) -> AbstractContextManager[None]:
        """Show one commit to each of several tables to readers at once, where the catalog can; after an error none."""

    @abstractmethod
    def load_together(self, names: Sequence[tuple[str, str]]) -> list[IcebergTable]:
        """Tables as they are at one moment, where the catalog can tell."""

    @abstractmethod
    def local_file(self, location: str) -> Path:
        """A file of a table, on this machine."""

    @abstractmethod
    def put_file(self, built: Path, location: str) -> None:
        """Move a file that was built to where a table is to have it."""

    def io(self, location: str) -> FileIO:
        """What reads and writes the files of tables."""
        return load_file_io(self.catalog.properties, location)

    def view_sql(self, table: IcebergTable) -> str:
        """A query with the rows of the table's current snapshot and exactly its columns and types."""
        return view_sql(table, self.local_file)

    @property
    def dbt_folder(self) -> Path:
        """Where dbt keeps what it knows between runs, and its log."""
        return self.folder / "dbt"

    def ingest(
        self, deliveries: list[Delivery], tables: Mapping[str, Table], on_receipt: Callable[[Receipt], None]
    ) -> list[Receipt]:
        return ingest(deliveries, self.catalog, self.archive, tables, on_receipt, events=self.events)

    def retire(self, provider: str, tables: Mapping[str, Table]) -> list[str]:
        return retire(self.catalog, tables, provider)

    def table(self, name: str, snapshot_id: int | None = None) -> DataScan:
        """Rows of one table, now or at a snapshot: `.to_arrow()`, `.to_pandas()`; MoviesError when there is none."""
        try:
            table = self.catalog.load_table(name)
        except NoSuchTableError:
            known = ", ".join(".".join(each) for each in self.table_names())
            raise MoviesError(
                f"there is no table {name!r}{hint(name)}; there are: {known or 'none yet (movies run makes them)'}"
            ) from None
        return table.scan() if snapshot_id is None else as_it_was(table, snapshot_id).scan(snapshot_id=snapshot_id)

    def table_names(self) -> list[tuple[str, str]]:
        """(layer, table) of every table in the lake, in order."""
        return sorted((layer, name) for layer in LAYERS for _, name in self.catalog.list_tables(layer))

    def snapshot_id(self, name: tuple[str, str]) -> int | None:
        snapshot = self.catalog.load_table(name).current_snapshot()
        return snapshot.snapshot_id if snapshot else None

    def row_count(self, name: tuple[str, str]) -> int:
        return row_count(self.catalog.load_table(name))

    def sql(self, query: str) -> pa.Table:
        """Answer of one SQL query over bronze, silver and gold (DuckDB's dialect), as Arrow."""
        with self.database() as connection:
            self.add_views(connection, [name for name in self.table_names() if name[1] in query.lower()])
            try:
                if len(connection.extract_statements(query)) > 1:
                    raise MoviesError("SQL: more than one statement; ask them one at a time")
                answer = connection.sql(query)
                if answer is None:
                    raise MoviesError("SQL: this asks for no rows; begin with select")
                return answer.to_arrow_table().rename_columns(numbered(answer.columns))
            except duckdb.Error as error:
                said = str(error).splitlines()[0]
                raise MoviesError(f"SQL: {said}{hint(said)}{self.not_built(query)}") from None

    def not_built(self, query: str) -> str:
        """What to add to an error of a query that asks for a layer before there is one."""
        missing = [layer for layer in self.layers_missing() if f"{layer}." in query.lower()]
        return f"; {nothing_yet(missing[-1])}" if missing else ""

    def add_views(self, connection: duckdb.DuckDBPyConnection, names: list[tuple[str, str]]) -> None:
        """One view a table, over exactly the files of its current snapshot."""
        for (layer, name), table in zip(names, self.load_together(names), strict=True):
            connection.execute(f"create schema if not exists {layer}")
            connection.execute(f"create or replace view {layer}.{name} as {self.view_sql(table)}")


def as_it_was(table: IcebergTable, snapshot_id: int) -> IcebergTable:
    """The table with the columns that it had at a snapshot: a scan would look for a filter's columns among today's."""
    snapshot = table.snapshot_by_id(snapshot_id)
    if snapshot is None:
        raise MoviesError(f"{'.'.join(table.name())}: there is no snapshot {snapshot_id}")
    metadata = table.metadata.model_copy(update={"current_schema_id": snapshot.schema_id})
    return IcebergTable(table.name(), metadata, table.metadata_location, table.io, table.catalog)
