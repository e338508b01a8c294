"""Several tables change as one: commits wait, and become current in one transaction of the catalog's database."""

from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pyiceberg.catalog import Catalog, MetastoreCatalog
from pyiceberg.catalog.sql import IcebergTables
from pyiceberg.exceptions import CommitFailedException, NoSuchTableError
from pyiceberg.serializers import ToOutputFile
from pyiceberg.table import CommitTableResponse, Table
from pyiceberg.table.locations import load_location_provider
from pyiceberg.table.metadata import TableMetadata
from pyiceberg.table.update import TableRequirement, TableUpdate, update_table_metadata
from sqlalchemy import Connection, Engine, insert, update
from sqlalchemy.exc import IntegrityError


@dataclass(frozen=True)
class Pending:
    """A table's next metadata file, written but not current yet; `replaces` is None for a new table."""

    layer: str
    name: str
    replaces: str | None
    location: str


class Together(Catalog):
    """
    A part of a catalog that keeps a row a table in a database, as Iceberg's JDBC catalog and PyIceberg's in SQL do.

    What else it is comes after this in its bases, and commits each table on its own.
    """

    engine: Engine
    pending: list[Pending] | None = None

    @abstractmethod
    def new_row(self, layer: str, name: str, location: str) -> dict[str, Any]:
        """The row of a new table."""

    @contextmanager
    def together(self) -> Iterator[None]:
        """
        Make what is committed inside visible in one transaction at the end; nothing of it after an error.

        Each table can be committed to once. CommitFailedException when another process has changed one of them.
        """
        self.pending = []
        try:
            yield
            with self.engine.begin() as connection:
                for each in self.pending:
                    self.show(connection, each)
        finally:
            self.pending = None

    def commit_table(
        self, table: Table, requirements: tuple[TableRequirement, ...], updates: tuple[TableUpdate, ...]
    ) -> CommitTableResponse:
        if self.pending is None:
            return super().commit_table(table, requirements, updates)  # type: ignore[safe-super]
        layer, name = table.name()
        try:
            current: Table | None = self.load_table((layer, name))
        except NoSuchTableError:
            current = None
        metadata = next_metadata(current, requirements, updates)
        location = next_location(current, metadata)
        # Whether a file of this name is there need not be asked (and may not, where a key only lets write).
        output = self._load_file_io(metadata.properties, location).new_output(location)
        ToOutputFile.table_metadata(metadata, output, overwrite=True)
        self.pending.append(Pending(layer, name, current.metadata_location if current else None, location))
        return CommitTableResponse.model_validate({"metadata": metadata, "metadata-location": location})

    def show(self, connection: Connection, pending: Pending) -> None:
        taken = CommitFailedException(f"{pending.layer}.{pending.name}: another process has changed it")
        if pending.replaces is None:
            row = self.new_row(pending.layer, pending.name, pending.location)
            try:
                connection.execute(insert(IcebergTables).values(**row))
            except IntegrityError:
                raise taken from None
            return
        changed = connection.execute(
            update(IcebergTables)
            .where(
                IcebergTables.catalog_name == self.name,
                IcebergTables.table_namespace == pending.layer,
                IcebergTables.table_name == pending.name,
                IcebergTables.metadata_location == pending.replaces,
            )
            .values(metadata_location=pending.location, previous_metadata_location=pending.replaces)
        )
        if not changed.rowcount:
            raise taken


def next_metadata(
    current: Table | None, requirements: tuple[TableRequirement, ...], updates: tuple[TableUpdate, ...]
) -> TableMetadata:
    for requirement in requirements:
        requirement.validate(current.metadata if current else None)
    return update_table_metadata(
        current.metadata if current else MetastoreCatalog._empty_table_metadata(),
        updates,
        enforce_validation=current is None,
        metadata_location=current.metadata_location if current else None,
    )


def next_location(current: Table | None, metadata: TableMetadata) -> str:
    version = MetastoreCatalog._parse_metadata_version(current.metadata_location) + 1 if current else 0
    return load_location_provider(metadata.location, metadata.properties).new_table_metadata_file_location(version)
