"""Tables of bronze that no contract describes any more: in the way of every build, until their provider is retired."""

from collections.abc import Mapping

from pyiceberg.catalog import Catalog
from pyiceberg.table import Table as IcebergTable

from ingest.bronze.delivery_record import recorded_deliveries
from ingest.bronze.origin import ORIGIN
from ingest.bronze.tables import NAMESPACE, RETIRED
from ingest.common.errors import BadContract, MoviesError
from ingest.common.suggestions import did_you_mean
from ingest.contracts.table import RESERVED_TABLES, Table


def require_contracts(catalog: Catalog, tables: Mapping[str, Table]) -> None:
    """BadContract when a provider has delivered, and its contract is gone: gold would lose its figures unsaid."""
    gone: dict[str, list[str]] = {}
    for name, iceberg in undescribed(catalog, tables).items():
        if RETIRED not in iceberg.properties:
            gone.setdefault(provider_of(iceberg), []).append(f"{NAMESPACE}.{name}")
    if gone:
        said = [f"{', '.join(names)} of {provider}" for provider, names in sorted(gone.items())]
        verbs = [f"movies retire {provider}" for provider in sorted(gone)]
        raise BadContract(
            f"no contract describes {' and '.join(said)} any more; put it back, or take what came with it out of "
            f"silver and gold: {' and '.join(verbs)}"
        )


def retire(catalog: Catalog, tables: Mapping[str, Table], provider: str) -> list[str]:
    """Marks the tables of a provider that no contract describes, so that builds leave their rows out; gives them all.

    They stay in bronze as they are. MoviesError where there are none.
    """
    by_name = undescribed(catalog, tables)
    of_provider = {name: iceberg for name, iceberg in by_name.items() if provider_of(iceberg) == provider}
    if not of_provider:
        if provider in {table.provider for table in tables.values()}:
            raise MoviesError(f"{provider} has a contract that describes all its tables; remove it, then retire it")
        remedy = did_you_mean(provider, {provider_of(iceberg) for iceberg in by_name.values()}) if by_name else ""
        raise MoviesError(
            f"no provider {provider!r} without a contract has delivered into this lake; {remedy}".rstrip("; ")
        )
    for iceberg in of_provider.values():
        if RETIRED not in iceberg.properties:
            with iceberg.transaction() as transaction:
                transaction.set_properties({RETIRED: "true"})
    return sorted(of_provider)


def undescribed(catalog: Catalog, tables: Mapping[str, Table]) -> dict[str, IcebergTable]:
    """Tables with delivered rows that are in no contract, by name; other tables that somebody made are none of ours."""
    names = {name for _, name in catalog.list_tables(NAMESPACE)} - RESERVED_TABLES - tables.keys()
    found = {name: catalog.load_table(f"{NAMESPACE}.{name}") for name in sorted(names)}
    return {
        name: iceberg
        for name, iceberg in found.items()
        if iceberg.current_snapshot() and ORIGIN.keys() <= {*iceberg.schema().column_names}
    }


def provider_of(iceberg: IcebergTable) -> str:
    """Whose deliveries a table holds, as its newest commit says."""
    record = next(recorded_deliveries(iceberg), None)
    return record.provider if record else iceberg.name()[-1]
