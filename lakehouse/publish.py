"""What dbt built in DuckDB becomes the current snapshot of Iceberg tables, where its content differs."""

import uuid
from pathlib import Path

import duckdb
from pyiceberg.catalog import Catalog
from pyiceberg.exceptions import NoSuchTableError
from pyiceberg.io.pyarrow import parquet_file_to_data_file
from pyiceberg.schema import Schema
from pyiceberg.table import Table, Transaction
from pyiceberg.types import NestedField

from lakehouse.runtime.types import iceberg_type
from lakehouse.runtime.views import local_path

CONTENT = "movies.content"
# Snapshots keep their data files and stay readable; only old copies of the table's own metadata file go.
PROPERTIES = {"write.metadata.delete-after-commit.enabled": "true", "write.metadata.previous-versions-max": "10"}


def publish(catalog: Catalog, connection: duckdb.DuckDBPyConnection, name: str, docs: dict[str, str]) -> bool:
    """
    Replace the rows of the Iceberg table `layer.table` by those of DuckDB's table of that name, in one snapshot.

    False, and no snapshot, when the table holds the same rows already. `docs` describes columns.
    """
    schema = iceberg_schema(connection, name, docs)
    content = fingerprint(connection, name, schema)
    table = load_or_create(catalog, name, schema)
    snapshot = table.current_snapshot()
    if snapshot and snapshot.summary and snapshot.summary.get(CONTENT) == content:
        return False
    with table.transaction() as transaction:
        evolve(transaction, schema)
        replace_rows(table, transaction, write(connection, name, table, transaction), content)
    return True


def iceberg_schema(connection: duckdb.DuckDBPyConnection, name: str, docs: dict[str, str]) -> Schema:
    described = connection.execute(f"describe {name}").fetchall()
    return Schema(
        *(
            NestedField(number, column, iceberg_type(kind, f"{name}.{column}"), required=False, doc=docs.get(column))
            for number, (column, kind, *_) in enumerate(described, start=1)
        )
    )


def fingerprint(connection: duckdb.DuckDBPyConnection, name: str, schema: Schema) -> str:
    """The same for the same columns and rows in any order; DuckDB's hash may change with its version."""
    query = f"select count(*), coalesce(sum(hash(each)), 0), coalesce(bit_xor(hash(each)), 0) from {name} as each"
    rows, total, mixed = connection.execute(query).fetchall()[0]
    columns = ",".join(f"{field.name} {field.field_type}" for field in schema.fields)
    return f"duckdb {duckdb.__version__}: {rows} rows {total:x}-{mixed:x} ({columns})"


def load_or_create(catalog: Catalog, name: str, schema: Schema) -> Table:
    try:
        return catalog.load_table(name)
    except NoSuchTableError:
        return catalog.create_table(name, schema, properties=PROPERTIES)


def evolve(transaction: Transaction, schema: Schema) -> None:
    """Give the table the model's columns; one whose type changed is another column, as every row is written anew."""
    wanted = {field.name: field for field in schema.fields}
    there = {field.name: field for field in transaction.table_metadata.schema().fields}
    gone = [name for name, field in there.items() if name not in wanted or wanted[name].field_type != field.field_type]
    if gone:
        with transaction.update_schema(allow_incompatible_changes=True) as update:
            for name in gone:
                update.delete_column(name)
    if new := [field for name, field in wanted.items() if name not in there or name in gone]:
        with transaction.update_schema() as update:
            for field in new:
                update.add_column(field.name, field.field_type, doc=field.doc)


def write(connection: duckdb.DuckDBPyConnection, name: str, table: Table, transaction: Transaction) -> str:
    """Write the rows, in order, as one Parquet file that carries the table's field ids; gives its location."""
    location = f"{table.location()}/data/{uuid.uuid4()}.parquet"
    Path(local_path(location)).parent.mkdir(parents=True, exist_ok=True)
    fields = transaction.table_metadata.schema().fields
    columns = ", ".join(f'"{field.name}"' for field in fields)
    ids = ", ".join(f'"{field.name}": {field.field_id}' for field in fields)
    target = local_path(location).replace("'", "''")
    connection.execute(
        f"copy (select {columns} from {name} order by all) to '{target}' "
        f"(format parquet, compression zstd, field_ids {{{ids}}})"
    )
    return location


def replace_rows(table: Table, transaction: Transaction, location: str, content: str) -> None:
    # Delete and append through the table's own verbs would be two snapshots: a reader could meet an empty table.
    with transaction.update_snapshot(snapshot_properties={CONTENT: content}).overwrite() as snapshot:
        for task in table.scan().plan_files():
            snapshot.delete_data_file(task.file)
        snapshot.append_data_file(parquet_file_to_data_file(table.io, transaction.table_metadata, location))
