"""The Iceberg tables of bronze: one a contract table, and the two that ingest keeps its own records in."""

from collections.abc import Iterable, Mapping

from pyiceberg.catalog import Catalog
from pyiceberg.exceptions import CommitFailedException, NoSuchTableError, TableAlreadyExistsError
from pyiceberg.schema import Schema
from pyiceberg.table import Table as IcebergTable
from pyiceberg.types import DateType, LongType, NestedField, PrimitiveType, StringType, TimestamptzType

from ingest.bronze.origin import ORIGIN
from ingest.common.errors import BadContract, MoviesError
from ingest.contracts.table import Table
from ingest.contracts.undescribed import RETIRED

NAMESPACE = "bronze"
DELIVERIES = "bronze.deliveries"
MALFORMED_RECORDS = "bronze.malformed_records"
# Of the lake as a whole, noted at bronze.deliveries: raised when a name changes, so that migration.py knows its work.
FORMAT, FORMAT_PROPERTY = 2, "movies.format"

Column = tuple[str, PrimitiveType, str]
TEXT, LONG, DATE, MOMENT = StringType(), LongType(), DateType(), TimestamptzType()

ORIGIN_TYPES = {"_line": LONG, "_delivered_on": DATE, "_loaded_at": MOMENT}
DELIVERY_COLUMNS: list[Column] = [
    ("table_name", TEXT, "Bronze table that the file is for."),
    ("provider", TEXT, "Provider of the file."),
    ("file", TEXT, "Name of the delivered file."),
    ("sha256", TEXT, "SHA-256 of the delivered bytes."),
    ("bytes", LONG, "Number of the delivered bytes."),
    ("rows", LONG, "Rows loaded."),
    ("malformed_records", LONG, "Records that could not be split into columns; see bronze.malformed_records."),
    (
        "unexpected_columns",
        TEXT,
        "Columns that the contract does not know, with commas between them, or null.",
    ),
    ("status", TEXT, "loaded, empty or quarantined."),
    ("reason", TEXT, "Why the file was quarantined, or null."),
    ("delivered_on", DATE, "Day in the file's name, or null."),
    ("loaded_at", MOMENT, "When the delivery was taken in."),
    ("snapshot_id", LONG, "Iceberg snapshot that brought the rows, or null."),
    ("archive", TEXT, "Where the archive keeps the bytes."),
]
MALFORMED_COLUMNS: list[Column] = [
    ("table_name", TEXT, "Bronze table that the file is for."),
    ("file", TEXT, "Name of the delivered file."),
    ("sha256", TEXT, "SHA-256 of the delivered bytes."),
    ("line", LONG, "Where the record starts: line of a CSV file, position in a JSON array."),
    ("text", TEXT, "The record as delivered; a long one is cut, and says so."),
    ("reason", TEXT, "Why it could not be read."),
    ("loaded_at", MOMENT, "When the delivery was loaded."),
]
# A retry must first look whether the other commit was this very delivery; see commits.commit_once.
NO_RETRIES = {"commit.retry.num-retries": "0"}
PROPERTIES = {
    **NO_RETRIES,
    "commit.manifest-merge.enabled": "true",
    "commit.manifest.min-count-to-merge": "10",
    # Bounds of text columns help no query here, and would make every manifest grow with the width of the table.
    "write.metadata.metrics.default": "none",
    "write.metadata.delete-after-commit.enabled": "true",
    "write.metadata.previous-versions-max": "10",
}
# The newest of Iceberg's formats that PyIceberg writes.
NEWEST_FORMAT = 2
# By these, readers look for a delivery.
WITH_BOUNDS = ("_loaded_at", "_sha256", "loaded_at", "sha256")


def create_tables(catalog: Catalog, tables: Mapping[str, Table]) -> dict[str, IcebergTable]:
    """Makes bronze what the contracts say: creates what is missing, renames and adds columns.

    Gives the contracts' tables, by name. BadContract: see rename_columns.
    """
    create_namespace(catalog)
    # Of the contracts' tables, one that cannot be written is in nobody's way until it has a delivery.
    require_writable(create_table(catalog, DELIVERIES, DELIVERY_COLUMNS, PROPERTIES | {FORMAT_PROPERTY: str(FORMAT)}))
    require_writable(create_table(catalog, MALFORMED_RECORDS, MALFORMED_COLUMNS))
    made = {}
    for name, table in tables.items():
        iceberg = create_table(catalog, f"{NAMESPACE}.{name}", columns_of(table))
        if RETIRED in iceberg.properties:
            with iceberg.transaction() as transaction:
                transaction.remove_properties(RETIRED)
        made[name] = add_columns(catalog, rename_columns(catalog, iceberg, table), table)
    return made


def create_namespace(catalog: Catalog) -> None:
    if catalog.namespace_exists(NAMESPACE):
        return
    try:
        catalog.create_namespace(NAMESPACE)
    except Exception:  # catalogs differ in what they raise when another process was quicker
        if not catalog.namespace_exists(NAMESPACE):
            raise


def create_table(
    catalog: Catalog, name: str, columns: Iterable[Column], properties: dict[str, str] = PROPERTIES
) -> IcebergTable:
    try:
        return without_retries(catalog.load_table(name))
    except NoSuchTableError:
        schema = Schema(*(NestedField(number, *column[:2], doc=column[2]) for number, column in enumerate(columns, 1)))
    # Servers refuse a table with properties of columns that it lacks.
    bounds = {f"write.metadata.metrics.column.{name}": "full" for name in WITH_BOUNDS if name in schema.column_names}
    try:
        return catalog.create_table(name, schema, properties=properties | bounds)
    except TableAlreadyExistsError:  # another process was quicker
        return catalog.load_table(name)


def open_to_write(catalog: Catalog, name: str) -> IcebergTable:
    """A table of bronze whose commits nobody repeats unseen; MoviesError where it cannot be written any more."""
    iceberg = catalog.load_table(name)
    require_writable(iceberg)
    return without_retries(iceberg)


def without_retries(iceberg: IcebergTable) -> IcebergTable:
    """The table, its property restored: other programs may take it away, and exactly-once rests on it."""
    if iceberg.format_version <= NEWEST_FORMAT and not iceberg.properties.items() >= NO_RETRIES.items():
        with iceberg.transaction() as transaction:
            transaction.set_properties(NO_RETRIES)
    return iceberg


def require_writable(iceberg: IcebergTable) -> None:
    """MoviesError when another program has upgraded a table to a format that PyIceberg only reads."""
    if iceberg.format_version > NEWEST_FORMAT:
        name = ".".join(iceberg.name())
        raise MoviesError(
            f"{name}: another program has upgraded this table to format {iceberg.format_version} of Iceberg, which can "
            f"be read here but not written; with that program, copy its rows into a new table of format "
            f"{NEWEST_FORMAT} and give that the name {name}"
        )


def columns_of(table: Table) -> list[Column]:
    """Columns of a contract's bronze table, in order."""
    columns = table.columns | ORIGIN
    return [(name, ORIGIN_TYPES.get(name, TEXT), about) for name, about in columns.items()]


def rename_columns(catalog: Catalog, iceberg: IcebergTable, table: Table) -> IcebergTable:
    """Gives columns their new names, with their values; BadContract where the contract does not say which is which."""
    while names := renamed_columns(iceberg, table):
        require_writable(iceberg)
        try:
            with iceberg.update_schema() as update:
                for old, new in names.items():
                    update.update_column(old, doc=table.columns[new])
                    update.rename_column(old, new)
        except CommitFailedException:  # another process was quicker: see what it has left to rename
            iceberg = catalog.load_table(iceberg.name())
    return iceberg


def renamed_columns(iceberg: IcebergTable, table: Table) -> dict[str, str]:
    """Columns that the contract lists by another name now: it says so itself, in `renamed`."""
    there = iceberg.schema().column_names
    gained = {*table.columns}.difference(there)
    names: dict[str, str] = {}
    for old in (name for name in there if name not in table.columns.keys() | ORIGIN.keys()):
        new = table.columns_by_header.get(old)
        if new in gained.difference(names.values()):
            names[old] = new
        # A contract that only loses a column is no riddle: bronze keeps the values.
        elif (new or gained) and has_values(iceberg, old):
            remedy = f"{new!r} has values of its own" if new else f"or say its new name, renamed: {{{old}: NAME}}"
            raise BadContract(
                f"{NAMESPACE}.{table.name}: column {old!r} has values and no place any more in the contract of "
                f"{table.provider}; put it back, under 'optional' too if it is not delivered any more; {remedy}"
            )
    return names


def has_values(iceberg: IcebergTable, column: str) -> bool:
    return len(iceberg.scan(f"{column} is not null", selected_fields=(column,), limit=1).to_arrow()) > 0


def add_columns(catalog: Catalog, iceberg: IcebergTable, table: Table) -> IcebergTable:
    while missing := [name for name in table.columns if name not in iceberg.schema().column_names]:
        require_writable(iceberg)
        try:
            with iceberg.update_schema() as update:
                for name in missing:
                    update.add_column(name, TEXT, table.columns[name])
                    update.move_before(name, "_extra")
        except CommitFailedException:  # another process was quicker: see what it has left to add
            iceberg = catalog.load_table(iceberg.name())
    return iceberg
