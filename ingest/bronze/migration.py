"""Gives bronze of a lake that version 0.1 made its names of today; nothing is loaded again, no snapshot is lost."""

from collections.abc import Mapping
from contextlib import suppress

import pyarrow as pa
import pyarrow.compute as pc
from pyiceberg.catalog import Catalog
from pyiceberg.exceptions import CommitFailedException, NoSuchTableError, TableAlreadyExistsError
from pyiceberg.table import Table as IcebergTable
from pyiceberg.table import Transaction

from ingest.bronze.renames import RENAMED_COLUMNS, RENAMED_STATUS, RENAMED_TABLES
from ingest.bronze.tables import DELIVERIES, DELIVERY_COLUMNS, FORMAT, FORMAT_PROPERTY
from ingest.common.errors import MoviesError


def is_outdated(catalog: Catalog) -> bool:
    """Whether an older version made this lake and it is not migrated yet; MoviesError when a newer one made it."""
    try:
        found = int(catalog.load_table(DELIVERIES).properties.get(FORMAT_PROPERTY, "1"))
    except NoSuchTableError:  # a new lake
        return False
    if found > FORMAT:
        raise MoviesError(
            f"this lake was made by a newer version (format {found}); install that version or a newer one"
        )
    return found < FORMAT


def migrate_bronze(catalog: Catalog) -> None:
    """Rename what is not renamed yet; a call that is killed is finished by the next."""
    for old, new in RENAMED_TABLES.items():
        rename_table(catalog, old, new)
    while is_outdated(catalog):
        with suppress(CommitFailedException):  # another process was quicker: see what it has left to do
            renew_deliveries(catalog.load_table(DELIVERIES))


def rename_table(catalog: Catalog, old: str, new: str) -> None:
    # Asked for first: not every catalog lets us rename, and most often there is nothing to do.
    if catalog.table_exists(old) and not catalog.table_exists(new):
        with suppress(NoSuchTableError, TableAlreadyExistsError):  # another process was quicker
            catalog.rename_table(old, new)


def renew_deliveries(deliveries: IcebergTable) -> None:
    """Columns, descriptions, values and the number of the format, in one commit."""
    names = {name: RENAMED_COLUMNS.get(name, name) for name in deliveries.schema().column_names}
    with deliveries.transaction() as transaction:
        rename_columns(transaction, RENAMED_COLUMNS, {name: about for name, _, about in DELIVERY_COLUMNS})
        rows = deliveries.scan().to_arrow().rename_columns(names)
        statuses = renamed(rows["status"], RENAMED_STATUS)
        if statuses != rows["status"]:
            transaction.overwrite(rows.set_column(rows.column_names.index("status"), "status", statuses))
        transaction.set_properties({FORMAT_PROPERTY: str(FORMAT)})


def rename_columns(transaction: Transaction, names: Mapping[str, str], docs: Mapping[str, str]) -> None:
    """Rename those columns that still have an old name, and describe all of `docs`, by today's names, as it says."""
    there = transaction.table_metadata.schema().column_names
    with transaction.update_schema() as update:
        for name in there:
            new = names.get(name, name)
            if new in docs:
                update.update_column(name, doc=docs[new])
            if new != name and new not in there:
                update.rename_column(name, new)


def renamed(column: pa.ChunkedArray, names: Mapping[str, str]) -> pa.ChunkedArray:
    for old, new in names.items():
        column = pc.if_else(pc.equal(column, old), pa.scalar(new, column.type), column)
    return column
