"""The lakehouse without any service: an SQLite catalog, a folder of Parquet files, DuckDB for SQL."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from pathlib import Path

import fsspec
from pyiceberg.catalog import Catalog
from pyiceberg.table import Table as IcebergTable

from ingest.bronze.archive import Archive
from ingest.common.errors import MoviesError
from ingest.common.files import make_folder, replaced, sync, sync_name
from movies_lakehouse.lake import catalog_file
from movies_lakehouse.lake.builds import ERRORS, FAILED, Row
from movies_lakehouse.lake.durable_files import DurableFileIO, FolderArchive
from movies_lakehouse.lake.folder_catalog import FolderCatalog
from movies_lakehouse.lake.iceberg import IcebergLake
from movies_lakehouse.lake.layers import LAYERS
from movies_lakehouse.lake.migration import migrate

MADE_IN = "movies.made-in"
# PyIceberg imports it by its name.
FILES = f"{DurableFileIO.__module__}.{DurableFileIO.__name__}"


class EmbeddedLake(IcebergLake):
    """One lakehouse in one folder: `catalog.db`, `warehouse/` (Iceberg tables), `archive/` (the delivered bytes)."""

    @property
    def warehouse(self) -> str:
        return f"file://{self.folder}/warehouse"

    @cached_property
    def catalog(self) -> FolderCatalog:
        # Two processes that make the catalog of a new lake at once would trip over each other's tables.
        with self.locked("catalog.lock"):
            properties = {"warehouse": self.warehouse, "py-io-impl": FILES}
            catalog = FolderCatalog("lake", uri=catalog_file.uri(self.folder), **properties)
            for namespace in LAYERS:
                catalog.create_namespace_if_not_exists(namespace, {MADE_IN: str(self.folder)})
            self.check_place(catalog)
            migrate(catalog)
        return catalog

    def check_place(self, catalog: Catalog) -> None:
        """MoviesError when the lake was moved: its tables know their files by full path, and would use the old ones."""
        made_in = catalog.load_namespace_properties(LAYERS[0]).get(MADE_IN, str(self.folder))
        if made_in != str(self.folder):
            raise MoviesError(f"{self.folder}: this lake was made in {made_in}; move it back there, or start a new one")

    @cached_property
    def archive(self) -> Archive:
        return FolderArchive(fsspec.filesystem("file", auto_mkdir=True), str(self.folder / "archive"))

    @property
    def failure(self) -> Path:
        """What became of the newest build, if it failed: `gold.builds` of a folder has the good ones only."""
        return self.folder / "failed-build.json"

    def failed_build(self) -> Row | None:
        return json.loads(self.failure.read_text()) if self.failure.exists() else None

    @contextmanager
    def noting_failure(self, built_from: Callable[[], str]) -> Iterator[None]:
        """For the time of a build: remembers its error until a build is good."""
        try:
            yield
        except Exception as error:
            status = next((status for status, kind in ERRORS.items() if isinstance(error, kind)), FAILED)
            told = {"status": status, "notes": str(error), "built_from": built_from()}
            with replaced(self.failure) as temporary:
                temporary.write_text(json.dumps(told))
            raise
        self.failure.unlink(missing_ok=True)

    def commit_together(self) -> AbstractContextManager[None]:
        return self.catalog.together()

    def load_together(self, names: Sequence[tuple[str, str]]) -> list[IcebergTable]:
        return self.catalog.load_together(names)

    def local_file(self, location: str) -> Path:
        return Path(location.removeprefix("file://"))

    def put_file(self, built: Path, location: str) -> None:
        target = self.local_file(location)
        make_folder(target.parent)
        sync(built)
        built.rename(target)
        sync_name(target)
