"""An embedded lake that starts from the very rows of Trino's bronze, moments of loading included."""

from collections.abc import Mapping

from ingest.bronze.tables import create_tables
from ingest.contracts.table import Table
from movies_lakehouse.lake.embedded import EmbeddedLake
from movies_lakehouse.lake.trino_sql import TrinoSql


def copy_bronze(trino: TrinoSql, lake: EmbeddedLake, tables: Mapping[str, Table]) -> None:
    """Fill the empty bronze of a lake."""
    create_tables(lake.catalog, tables)
    for name in tables:
        copy = lake.catalog.load_table(f"bronze.{name}")
        copy.append(trino.arrow(f"select {', '.join(copy.schema().column_names)} from bronze.{name}"))
