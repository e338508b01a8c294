"""What dbt built, a Parquet file a table, becomes the current snapshot of Iceberg tables where its rows differ."""

import uuid
from pathlib import Path

import duckdb
from pyiceberg.catalog import Catalog
from pyiceberg.exceptions import NoSuchTableError
from pyiceberg.io import FileIO
from pyiceberg.io.pyarrow import parquet_file_to_data_file
from pyiceberg.manifest import ManifestFile
from pyiceberg.schema import Schema
from pyiceberg.table import Table, Transaction
from pyiceberg.table.snapshots import Operation
from pyiceberg.table.update.snapshot import _OverwriteFiles
from pyiceberg.types import NestedField

from ingest.bronze.commits import without_history
from ingest.bronze.tables import require_writable
from movies_lakehouse.lake.iceberg import IcebergLake
from movies_lakehouse.lake.types import iceberg_type
from movies_lakehouse.lake.views import file_with_ids, parquet, row_count

# Old snapshots stay readable; only old copies of the table's own metadata file go.
PROPERTIES = {"write.metadata.delete-after-commit.enabled": "true", "write.metadata.previous-versions-max": "10"}


def publish(
    lake: IcebergLake, connection: duckdb.DuckDBPyConnection, name: str, built: Path, docs: dict[str, str]
) -> bool:
    """
    Make the rows of the Parquet file `built` those of the Iceberg table `name` (layer.table), in one snapshot.

    False, and no snapshot, when the table holds the same rows already. `docs` describes columns. The file is moved.
    """
    schema = iceberg_schema(connection, name, built, docs)
    table = open_table(lake.catalog, name)
    if table and holds_already(lake, connection, table, built, schema):
        return False
    with table.transaction() if table else new_table(lake.catalog, name, schema) as transaction:
        evolve(transaction, schema)
        ids = {field.name: field.field_id for field in transaction.table_metadata.schema().fields}
        location = place(lake, connection, built, transaction, {name: ids[name] for name in columns_of(schema)})
        replace_rows(table, transaction, lake.io(location), location)
    return True


def iceberg_schema(connection: duckdb.DuckDBPyConnection, name: str, built: Path, docs: dict[str, str]) -> Schema:
    described = connection.execute(f"describe from {parquet([built])}").fetchall()
    return Schema(
        *(
            NestedField(number, column, iceberg_type(kind, f"{name}.{column}"), required=False, doc=docs.get(column))
            for number, (column, kind, *_) in enumerate(described, start=1)
        )
    )


def open_table(catalog: Catalog, name: str) -> Table | None:
    """The table, without its history; None where there is none yet."""
    try:
        table = catalog.load_table(name)
    except NoSuchTableError:
        return None
    require_writable(table)
    return without_history(table)


def new_table(catalog: Catalog, name: str, schema: Schema) -> Transaction:
    """A transaction that makes the table: nobody sees it before it has rows."""
    return catalog.create_table_transaction(name, schema, properties=PROPERTIES)


def holds_already(
    lake: IcebergLake, connection: duckdb.DuckDBPyConnection, table: Table, built: Path, schema: Schema
) -> bool:
    """Whether the table's current snapshot has just these columns, and these rows in whatever order."""
    if not table.current_snapshot() or list(columns_of(table.schema()).items()) != list(columns_of(schema).items()):
        return False
    source = f"select * from {parquet([built])}"
    if connection.execute(f"select count(*) from ({source})").fetchall() != [(row_count(table),)]:
        return False
    return content(connection, source) == content(connection, lake.view_sql(table))


def content(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[object, ...]]:
    hashes = f"select hash(each) as hash from ({query}) as each"
    return connection.execute(f"select sum(hash), bit_xor(hash) from ({hashes})").fetchall()


def columns_of(schema: Schema) -> dict[str, object]:
    return {field.name: field.field_type for field in schema.fields}


def evolve(transaction: Transaction, schema: Schema) -> None:
    """Give the table the model's columns in its order; one whose type changed is another column under that name."""
    wanted, there = columns_of(schema), columns_of(transaction.table_metadata.schema())
    gone = [name for name, kind in there.items() if wanted.get(name) != kind]
    if gone:
        with transaction.update_schema(allow_incompatible_changes=True) as update:
            for name in gone:
                update.delete_column(name)
    if new := [field for field in schema.fields if field.name not in there or field.name in gone]:
        with transaction.update_schema() as update:
            for field in new:
                update.add_column(field.name, field.field_type, doc=field.doc)
    if list(columns_of(transaction.table_metadata.schema())) != list(wanted):
        with transaction.update_schema() as update:
            for name in reversed(wanted):
                update.move_first(name)


def place(
    lake: IcebergLake, connection: duckdb.DuckDBPyConnection, built: Path, transaction: Transaction, ids: dict[str, int]
) -> str:
    """Put the file among the table's data files, its columns under the table's field ids; gives its location."""
    location = f"{transaction.table_metadata.location}/data/{uuid.uuid4()}.parquet"
    if list(ids.values()) != list(range(1, len(ids) + 1)):
        # The table's columns changed at some time: its ids are no longer the numbers that the build gave them.
        built = with_ids(connection, built, ids)
    lake.put_file(built, location)
    return location


def with_ids(connection: duckdb.DuckDBPyConnection, built: Path, ids: dict[str, int]) -> Path:
    copy = built.with_suffix(".numbered")
    connection.execute(file_with_ids(f"from {parquet([built])}", copy, ids))
    return copy


def replace_rows(table: Table | None, transaction: Transaction, io: FileIO, location: str) -> None:
    # Delete and append through the table's own verbs would be two snapshots: a reader could meet an empty table.
    operation = Operation.OVERWRITE if table and table.current_snapshot() else Operation.APPEND
    with ReplaceAll(operation, transaction, io) as snapshot:
        for task in table.scan().plan_files() if table else []:
            snapshot.delete_data_file(task.file)
        snapshot.append_data_file(parquet_file_to_data_file(io, transaction.table_metadata, location))


class ReplaceAll(_OverwriteFiles):
    """
    An overwrite of every row.

    PyIceberg's own takes along the manifests that list nothing but deleted files, one more with every build, and reads
    all of them at every look at the table.
    """

    def _existing_manifests(self) -> list[ManifestFile]:
        return []
