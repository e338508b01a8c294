from collections.abc import Callable, Mapping
from pathlib import Path

import fsspec
import pytest
from pyiceberg.catalog import Catalog
from pyiceberg.catalog.sql import SqlCatalog

from ingest.bronze.archive import Archive
from ingest.bronze.deliveries import Delivery
from ingest.bronze.loader import ingest
from ingest.bronze.receipt import Receipt
from ingest.contracts.table import Table
from tests.unit.ingest.support import movies

Deliver = Callable[..., Receipt]


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return SqlCatalog("lake", uri=f"sqlite:///{tmp_path}/catalog.db", warehouse=f"file://{tmp_path}/warehouse")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(fsspec.filesystem("file", auto_mkdir=True), f"{tmp_path}/archive")


@pytest.fixture
def deliver(tmp_path: Path, catalog: Catalog, archive: Archive) -> Deliver:
    """Delivers one file of some content; `table` is its contract."""

    def deliver(content: str | bytes, name: str = "movies.csv", table: Table | None = None) -> Receipt:
        table = table or movies()
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        tables: Mapping[str, Table] = {table.name: table}
        (receipt,) = ingest([Delivery(table, str(path))], catalog, archive, tables)
        return receipt

    return deliver
