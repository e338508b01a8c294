"""The stack's catalog for a service that also has access to its database: several tables change there as one."""

from pathlib import Path
from typing import Any

from pyiceberg.catalog.sql import ICEBERG_TABLE_TYPE
from sqlalchemy import URL, Engine, NullPool, create_engine

from ingest.common.connections import PunctualCatalog, file_properties
from ingest.common.settings import StoreSettings
from movies_lakehouse.lake.together import Together

DATABASE = "catalog"
# As Iceberg's REST server calls itself in its rows.
SERVER = "rest_backend"
# Commits hold a row for milliseconds: whoever holds one for that long is stuck, and the publish is tried again.
LOCK_SECONDS = 60


class StackCatalog(Together, PunctualCatalog):
    """
    Iceberg's REST server, which keeps its tables in PostgreSQL and commits to each on its own.

    It asks the database for a table's pointer at every request, and so serves at once what was changed there.
    """

    def new_row(self, layer: str, name: str, location: str) -> dict[str, Any]:
        row = {"catalog_name": self.name, "table_namespace": layer, "table_name": name, "metadata_location": location}
        return row | {"iceberg_type": ICEBERG_TABLE_TYPE}


def open_stack_catalog(settings: StoreSettings) -> StackCatalog:
    """The REST catalog that the settings name, with the database behind it."""
    assert settings.catalog_db_host and settings.catalog_db_password_file
    catalog = StackCatalog(SERVER, uri=settings.catalog_uri, token=settings.catalog_token, **file_properties(settings))
    catalog.engine = database(settings.catalog_db_host, settings.catalog_db_user, settings.catalog_db_password_file)
    return catalog


def database(host: str, user: str, password_file: Path) -> Engine:
    """Each transaction has a connection of its own, so that none goes stale."""
    return create_engine(
        URL.create("postgresql+psycopg2", user, host=host, database=DATABASE),
        poolclass=NullPool,
        # Not in the address, which errors may tell.
        connect_args={
            "password": password_file.read_text().strip(),
            "connect_timeout": 5,
            "tcp_user_timeout": 30_000,
            "options": f"-c lock_timeout={LOCK_SECONDS}s",
        },
    )
