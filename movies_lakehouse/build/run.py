"""Builds whatever lake it is given, by the engine of its runtime."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

from ingest.contracts import Table
from movies_lakehouse.build.engine import Build
from movies_lakehouse.lake.lake import Lake

# Where each is; imported when it is needed, so that none needs what only the other needs.
BUILDERS = {
    "embedded": "movies_lakehouse.build.duckdb_engine",
    "stack": "movies_lakehouse.build.stack_build",
}


def build(
    lake: Lake,
    tables: Mapping[str, Table],
    on_start: Callable[[], None] = lambda: None,
    accept_loss: Sequence[str] = (),
) -> Build:
    """
    Bring silver and gold up to date with bronze.

    `on_start` is called when there is something to do; `accept_loss` are columns that may lose known figures.
    """
    check_accept_loss(lake, accept_loss)
    done: Build = builder_of(lake).build(lake, tables, on_start, accept_loss)
    return done


def check_accept_loss(lake: Lake, accept_loss: Sequence[str]) -> None:
    """BadContract where the lake's builds cannot be told so; for before anything is loaded."""
    builder_of(lake).check_accept_loss(accept_loss)


def prepare(lake: Lake) -> None:
    """Called in the background while the last deliveries load, if there will be something to build."""
    builder_of(lake).prepare(lake)


def builder_of(lake: Lake) -> Any:
    return import_module(BUILDERS[lake.settings.runtime])
