"""The catalog of a lake in a folder: several tables change, and are read, as one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from pyiceberg.catalog.sql import IcebergTables, SqlCatalog
from pyiceberg.exceptions import CommitFailedException, NoSuchTableError
from pyiceberg.table import CommitTableResponse, Table
from pyiceberg.table.update import TableRequirement, TableUpdate
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

LayerAndName = tuple[str, str]


@dataclass(frozen=True)
class Pending:
    """A table's next metadata file, written but not current yet; `replaces` is None for a new table."""

    layer: str
    name: str
    replaces: str | None
    location: str


class FolderCatalog(SqlCatalog):
    """PyIceberg's catalog in SQLite, which by itself commits and loads each table on its own."""

    pending: list[Pending] | None = None

    @contextmanager
    def together(self) -> Iterator[None]:
        """
        Make what is committed inside visible in one transaction at the end; nothing of it after an error.

        Each table can be committed to once. CommitFailedException when another process has changed one of them.
        """
        self.pending = []
        try:
            yield
            with Session(self.engine) as session:
                for each in self.pending:
                    self.show(session, each)
                session.commit()
        finally:
            self.pending = None

    def commit_table(
        self, table: Table, requirements: tuple[TableRequirement, ...], updates: tuple[TableUpdate, ...]
    ) -> CommitTableResponse:
        if self.pending is None:
            return super().commit_table(table, requirements, updates)
        layer, name = table.name()
        try:
            current: Table | None = self.load_table((layer, name))
        except NoSuchTableError:
            current = None
        staged = self._update_and_stage_table(current, table.name(), requirements, updates)
        self._write_metadata(staged.metadata, staged.io, staged.metadata_location)
        replaces = current.metadata_location if current else None
        self.pending.append(Pending(layer, name, replaces, staged.metadata_location))
        return CommitTableResponse.model_validate(
            {"metadata": staged.metadata, "metadata-location": staged.metadata_location}
        )

    def show(self, session: Session, pending: Pending) -> None:
        if pending.replaces is None:
            row = self._create_table_row(pending.layer, pending.name, pending.location)
            session.execute(insert(IcebergTables).values(**row))
            return
        changed = session.execute(
            update(IcebergTables)
            .returning(IcebergTables.table_name)
            .where(
                IcebergTables.catalog_name == self.name,
                IcebergTables.table_namespace == pending.layer,
                IcebergTables.table_name == pending.name,
                IcebergTables.metadata_location == pending.replaces,
            )
            .values(metadata_location=pending.location, previous_metadata_location=pending.replaces)
        )
        if not changed.all():
            raise CommitFailedException(f"{pending.layer}.{pending.name}: another process has changed it")

    def load_together(self, names: Sequence[LayerAndName]) -> list[Table]:
        """Tables as they were at one moment; NoSuchTableError when there is none of a name."""
        with Session(self.engine) as session:
            rows = session.scalars(select(IcebergTables).where(IcebergTables.catalog_name == self.name)).all()
        found = {(row.table_namespace, row.table_name): row for row in rows}
        if missing := [".".join(name) for name in names if name not in found]:
            raise NoSuchTableError(f"Table does not exist: {missing[0]}")
        return [self._convert_orm_to_iceberg(found[name]) for name in names]
