"""The stack's lakehouse as one of its services reads and writes it: a REST catalog, tables in an object store."""

import shutil
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from importlib import import_module
from pathlib import Path

from pyiceberg.catalog import Catalog
from pyiceberg.table import Table

from ingest.bronze.archive import Archive
from ingest.common.connections import BLOCK_BYTES, open_catalog, open_store
from ingest.common.files import replaced, sync
from ingest.common.settings import Settings, StoreSettings
from movies_lakehouse.lake.iceberg import IcebergLake
from movies_lakehouse.lake.layers import LAYERS

# Imported where the settings name its database, so that nobody else needs what it needs.
STACK_CATALOG = "movies_lakehouse.lake.stack_catalog"


class RestLake(IcebergLake):
    """
    Files of tables are copied into `files/` in the lake's folder, once: no file of a table ever changes.

    DuckDB then needs neither a key to the store nor an answer from it, and a build reads anew only what is new.
    """

    def __init__(self, settings: Settings, store: StoreSettings) -> None:
        super().__init__(settings)
        self.store = store
        self.files = self.folder / "files"
        self.in_use: set[Path] = set()

    @property
    def warehouse(self) -> str:
        return f"s3://{self.store.lakehouse}/warehouse"

    @cached_property
    def catalog(self) -> Catalog:
        if self.store.catalog_db_host:
            with_database: Catalog = import_module(STACK_CATALOG).open_stack_catalog(self.store)
            return with_database
        catalog = open_catalog(self.store)
        if self.store.catalog == "sqlite":
            # Others are given their namespaces by whoever sets them up.
            for layer in LAYERS:
                catalog.create_namespace_if_not_exists(layer)
        return catalog

    @cached_property
    def archive(self) -> Archive:
        return Archive(open_store(**self.store.s3), f"{self.store.lakehouse}/archive")

    def commit_together(self) -> AbstractContextManager[None]:
        """In one transaction where the catalog's database is at hand; any other catalog shows each commit by itself."""
        together: AbstractContextManager[None] = getattr(self.catalog, "together", nullcontext)()
        return together

    def load_together(self, names: Sequence[tuple[str, str]]) -> list[Table]:
        return [self.catalog.load_table(name) for name in names]

    def local_file(self, location: str) -> Path:
        path = self.copy_of(location)
        if not path.exists():
            there = self.io(location).new_input(location)
            with there.open() as source, replaced(path) as temporary, temporary.open("wb") as target:
                shutil.copyfileobj(source, target, BLOCK_BYTES)
        return path

    def put_file(self, built: Path, location: str) -> None:
        # Whether a file of this name is there need not be asked (and may not, where a key only lets write).
        output = self.io(location).new_output(location).create(overwrite=True)
        with built.open("rb") as source, output as target:
            shutil.copyfileobj(source, target, BLOCK_BYTES)
        # A copy that a power failure has cut short would be taken for the file.
        sync(built)
        built.rename(self.copy_of(location))

    def copy_of(self, location: str) -> Path:
        path = self.files / location.partition("://")[2].lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        self.in_use.add(path)
        return path

    def remove_unused(self) -> None:
        """Remove copies that nobody has asked for since the last call."""
        for path in [path for path in self.files.rglob("*") if path.is_file() and path not in self.in_use]:
            path.unlink()
        self.in_use.clear()
