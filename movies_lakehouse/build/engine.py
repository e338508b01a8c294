"""The seam between the two engines: what a build asks of whatever computes silver and gold."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ingest.common.lists import names_in
from ingest.common.openlineage import Events
from ingest.contracts import Table
from ingest.contracts.undescribed import Undescribed
from movies_lakehouse.build.dbt_runner import Built

# Continued by each build.
HISTORY = "gold.quality_history"


@dataclass(frozen=True)
class Build:
    """Result of one transform; all zero when nothing had changed since the last good build.

    `unchanged` counts published tables whose rows are the same as before (not known of a build in the stack);
    `seconds` are those until all was published.
    """

    models: int = 0
    tests: int = 0
    published: list[str] = field(default_factory=list)
    unchanged: int = 0
    warnings: list[str] = field(default_factory=list)
    seconds: float | None = None


def record_of(build: Build) -> dict[str, Any]:
    """The row of `gold.builds`."""
    return {
        "built_at": datetime.now(UTC),
        "models": build.models,
        "tests": build.tests,
        "warnings": len(build.warnings),
        "published": ", ".join(build.published),
        "seconds": build.seconds,
    }


def is_read_again(table: str) -> bool:
    """Whether a build reads this table, `layer.table`, as the one before has published it."""
    return table.startswith("silver.") or table == HISTORY


def headers_by_table(deliveries: Iterable[tuple[str, str | None]]) -> dict[str, set[str]]:
    """Unexpected columns, as deliveries are recorded with them."""
    headers: dict[str, set[str]] = {}
    for table, names in deliveries:
        headers.setdefault(table, set()).update(names_in(names or ""))
    return headers


class BuildEngine(ABC):
    """Builds silver and gold where no reader looks, tests them there, and publishes them."""

    # The dbt target to build for, the folder where dbt keeps its state and its log, and the contracts' tables; where
    # the lake's tables lie, and who is told of builds.
    target: str
    dbt_folder: Path
    tables: Mapping[str, Table]
    warehouse: str
    events: Events

    @abstractmethod
    def bronze(self) -> dict[str, int | None]:
        """Current snapshot of every bronze table that holds deliveries; None where its provider is retired."""

    @abstractmethod
    def undescribed(self) -> list[Undescribed]:
        """Bronze tables that hold deliveries and that no contract describes."""

    @abstractmethod
    def committed_at(self, name: str, snapshot_id: int) -> datetime | None:
        """When a snapshot of a bronze table was committed; None where it is not kept any more."""

    @abstractmethod
    def unexpected_columns(self) -> dict[str, set[str]]:
        """For each bronze table the headers that its contract did not know when they were delivered."""

    @abstractmethod
    def last_inputs(self) -> str | None:
        """The `built_from` of the last good build, as passed to `record`."""

    @abstractmethod
    def next_number(self) -> int:
        """The number that `gold.builds` will have for this build; a build that leaves no record uses none up."""

    @abstractmethod
    def open(self) -> AbstractContextManager[None]:
        """Prepare for one build; clean up afterwards."""

    @abstractmethod
    def rows(self, sql: str) -> list[dict[str, Any]]:
        """Run a query over the tables that dbt built."""

    @abstractmethod
    def publish(self, built: list[Built]) -> list[str]:
        """Replace the published tables whose rows differ from what was built; return their names."""

    @abstractmethod
    def left_over(self, made: set[str]) -> list[str]:
        """Tables that a build has published at some time, and that are not among those that a whole build made."""

    @abstractmethod
    def drop(self, name: str) -> None:
        """Remove a published table."""

    @abstractmethod
    def record(self, build: Build, built_from: str) -> None:
        """Add a good build to `gold.builds`."""

    @abstractmethod
    def variables(self, bronze: dict[str, int | None]) -> dict[str, Any]:
        """
        The dbt project's variables for a build of these snapshots.

        `published` has the tables that are read again: of each the relation where dbt finds it, and its columns.
        """

    def downstream_of(self, changed: list[str]) -> list[str]:
        """dbt's selection of models after these bronze tables changed; empty means every model."""
        return []
