"""Opens the engine that a service builds with, for the catalog that has its tables: each pair that makes sense."""

from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from ingest.common.errors import BadContract, Unreachable
from ingest.common.logging import lineage_events
from ingest.common.settings import BuildSettings, Credentials, Settings, StoreSettings, read_settings, trino_endpoint
from ingest.contracts import read_contracts, tables
from movies_lakehouse.build.rest_engine import RestEngine
from movies_lakehouse.build.service_engine import ServiceEngine
from movies_lakehouse.build.trino_engine import TrinoEngine
from movies_lakehouse.lake.rest import RestLake
from movies_lakehouse.lake.trino_sql import TrinoSql

CATALOG, USER = "lake_rw", "dbt"


def chosen(settings: BuildSettings) -> tuple[Callable[[Settings], ServiceEngine], str]:
    """How the engine is opened, and the dbt target that it builds for; BadContract: no engine, or no such pair."""
    if settings.engine not in ENGINES:
        raise BadContract(f"MOVIES_ENGINE is {settings.engine!r}; it can be: {', '.join(ENGINES)}")
    if settings.engine == "trino" and settings.catalog != "rest":
        raise BadContract(
            f"MOVIES_ENGINE is 'trino', which asks a REST catalog, and MOVIES_CATALOG is {settings.catalog!r}; "
            "choose MOVIES_ENGINE=duckdb, or MOVIES_CATALOG=rest"
        )
    return ENGINES[settings.engine]


def on_trino(settings: Settings) -> ServiceEngine:
    endpoint = trino_endpoint(USER, no_stack, Path)
    return telling(TrinoEngine(TrinoSql(endpoint, CATALOG), tables(read_contracts()), dbt_folder(settings)))


def on_duckdb(settings: Settings) -> ServiceEngine:
    return telling(RestEngine(RestLake(settings, read_settings(StoreSettings)), tables(read_contracts())))


def telling(engine: ServiceEngine) -> ServiceEngine:
    """The engine, with its builds told in the service's log."""
    engine.events = lineage_events()
    return engine


def dbt_folder(settings: Settings) -> Path:
    return settings.lake / "dbt"


ENGINES = {"duckdb": (on_duckdb, RestEngine.target), "trino": (on_trino, TrinoEngine.target)}


def no_stack() -> Credentials:
    raise Unreachable("MOVIES_TRINO_PASSWORD is not set")


def alone(engine: ServiceEngine) -> FileLock:
    """Held while building, so that another process with the same folder waits; a killed one lets go of it."""
    return FileLock(engine.dbt_folder.parent / "build.lock", fallback_to_soft=False)
