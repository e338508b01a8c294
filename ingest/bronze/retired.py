"""Looks for tables of bronze without a contract, and retires their providers."""

from collections.abc import Mapping

from pyiceberg.catalog import Catalog
from pyiceberg.table import Table as IcebergTable

from ingest.bronze.delivery_record import recorded_deliveries
from ingest.bronze.origin import ORIGIN
from ingest.bronze.tables import NAMESPACE
from ingest.common.errors import MoviesError
from ingest.common.suggestions import did_you_mean
from ingest.contracts.table import RESERVED_TABLES, Table
from ingest.contracts.undescribed import RETIRED, Undescribed


def retire(catalog: Catalog, tables: Mapping[str, Table], provider: str) -> list[str]:
    """Marks the tables of a provider that no contract describes, so that builds leave their rows out; gives them all.

    They stay in bronze as they are. MoviesError where there are none.
    """
    found = undescribed(catalog, tables)
    of_provider = [table for table in found if table.provider == provider]
    if not of_provider:
        if provider in {table.provider for table in tables.values()}:
            raise MoviesError(f"{provider} has a contract that describes all its tables; remove it, then retire it")
        remedy = did_you_mean(provider, {table.provider for table in found}) if found else ""
        raise MoviesError(
            f"no provider {provider!r} without a contract has delivered into this lake; {remedy}".rstrip("; ")
        )
    for table in of_provider:
        if not table.retired:
            with catalog.load_table((NAMESPACE, table.name)).transaction() as transaction:
                transaction.set_properties({RETIRED: "true"})
    return [table.name for table in of_provider]


def undescribed(catalog: Catalog, tables: Mapping[str, Table]) -> list[Undescribed]:
    """Tables with delivered rows that are in no contract, by name; other tables that somebody made are none of ours."""
    names = {name for _, name in catalog.list_tables(NAMESPACE)} - RESERVED_TABLES - tables.keys()
    found = {name: catalog.load_table((NAMESPACE, name)) for name in sorted(names)}
    return [
        Undescribed(name, provider_of(iceberg), RETIRED in iceberg.properties)
        for name, iceberg in found.items()
        if iceberg.current_snapshot() and ORIGIN.keys() <= {*iceberg.schema().column_names}
    ]


def provider_of(iceberg: IcebergTable) -> str:
    """Whose deliveries a table holds, as its newest commit says."""
    record = next(recorded_deliveries(iceberg), None)
    return record.provider if record else iceberg.name()[-1]
