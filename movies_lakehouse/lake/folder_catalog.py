"""The catalog of a lake in a folder: several tables change, and are read, as one."""

from collections.abc import Sequence
from typing import Any

from pyiceberg.catalog.sql import IcebergTables, SqlCatalog
from pyiceberg.exceptions import NoSuchTableError
from pyiceberg.table import Table
from sqlalchemy import select
from sqlalchemy.orm import Session

from movies_lakehouse.lake.together import Together

LayerAndName = tuple[str, str]


class FolderCatalog(Together, SqlCatalog):
    """PyIceberg's catalog in SQLite, which by itself commits and loads each table on its own."""

    def new_row(self, layer: str, name: str, location: str) -> dict[str, Any]:
        return self._create_table_row(layer, name, location)

    def load_together(self, names: Sequence[LayerAndName]) -> list[Table]:
        """Tables as they were at one moment; NoSuchTableError when there is none of a name."""
        with Session(self.engine) as session:
            rows = session.scalars(select(IcebergTables).where(IcebergTables.catalog_name == self.name)).all()
        found = {(row.table_namespace, row.table_name): row for row in rows}
        if missing := [".".join(name) for name in names if name not in found]:
            raise NoSuchTableError(f"Table does not exist: {missing[0]}")
        return [self._convert_orm_to_iceberg(found[name]) for name in names]
