"""Gives silver and gold of a lake that version 0.1 made their names of today, before anybody reads them."""

from contextlib import suppress

from pyiceberg.catalog import Catalog
from pyiceberg.exceptions import NoSuchTableError

from ingest.bronze.migration import is_outdated, migrate_bronze, rename_columns, rename_table
from movies_lakehouse.lake.renames import COLUMNS, TABLES, UNPUBLISHED


def migrate(catalog: Catalog) -> None:
    """Rename what is not renamed yet, bronze last: its format says that all is done. A killed call is done again."""
    if not is_outdated(catalog):
        return
    for old, new in TABLES.items():
        rename_table(catalog, old, new)
    migrate_published(catalog)
    migrate_bronze(catalog)


def migrate_published(catalog: Catalog) -> None:
    """Rename columns of silver and gold, and drop what is not published any more; where that is done, nothing."""
    for name, columns in COLUMNS.items():
        with suppress(NoSuchTableError), catalog.load_table(name).transaction() as transaction:
            rename_columns(transaction, columns, docs={})
    for layer, name in catalog.list_tables("silver"):
        # Providers that were added here have staging tables too.
        if f"{layer}.{name}" in UNPUBLISHED or name.startswith("stg_"):
            catalog.drop_table((layer, name))
