"""Builds of the stack, seen from outside: its dbt service does the work, and a command waits for it."""

from collections.abc import Callable, Mapping, Sequence

from ingest.common.errors import BadContract
from ingest.contracts import Table
from movies_lakehouse.build.engine import Build
from movies_lakehouse.lake.builds import BUILT, ERRORS, Row, bronze_state, newest_build
from movies_lakehouse.lake.stack import StackLake
from movies_lakehouse.lake.stack_deliveries import looking
from movies_lakehouse.lake.trino_sql import TrinoSql


def build(
    lake: StackLake, tables: Mapping[str, Table], on_start: Callable[[], None], _accept_loss: Sequence[str]
) -> Build:
    """Wait until the dbt service has built what bronze holds now; TestFailed or BadContract as that build."""
    return await_build(lake.trino, tables, on_start)


def check_accept_loss(accept_loss: Sequence[str]) -> None:
    """BadContract: the builds of a stack are its service's, which has its own setting."""
    if accept_loss:
        raise BadContract(
            f"--accept-loss: the stack's own service builds; put MOVIES_ACCEPT_LOSS={','.join(accept_loss)} into .env "
            "and start the stack again: docker compose up --wait"
        )


def prepare(lake: StackLake) -> None:
    """Nothing: dbt runs in the stack."""


def await_build(trino: TrinoSql, tables: Mapping[str, Table], on_start: Callable[[], None]) -> Build:
    """Wait until the dbt service has built what bronze holds now; TestFailed or BadContract as that build."""
    started, seen = False, None
    for _ in looking("gold does not follow bronze"):
        build = newest_build(trino)
        if build and build != seen and bronze_state(trino, tables).items() <= build["bronze"].items():
            return outcome(build) if started else Build()
        seen = build
        if not started:
            on_start()
            started = True
    raise AssertionError("looking has no end but an error")


def outcome(build: Row) -> Build:
    if build["status"] != BUILT:
        raise ERRORS[build["status"]](build["notes"])
    warnings = [build["notes"]] if build["notes"] else []
    published = [name for name in build["published"].split(", ") if name]
    return Build(build["models"], build["tests"], published, warnings=warnings)
