"""The seam between the two engines: what a build asks of whatever computes silver and gold."""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from movies_lakehouse.build.dbt_runner import Built


@dataclass(frozen=True)
class Build:
    """What one transform did; nothing at all when bronze and the models are those of the last good build.

    `unchanged` counts published tables whose rows are the same as before (not known of a build in the stack).
    """

    models: int = 0
    tests: int = 0
    published: list[str] = field(default_factory=list)
    unchanged: int = 0
    warnings: list[str] = field(default_factory=list)


def record_of(build: Build) -> dict[str, Any]:
    """The row of `gold.builds`."""
    return {
        "built_at": datetime.now(UTC),
        "models": build.models,
        "tests": build.tests,
        "warnings": len(build.warnings),
        "published": ", ".join(build.published),
    }


class BuildEngine(ABC):
    """Where silver and gold are built and tested out of sight, and published from; one for each engine."""

    # Which of the project's targets dbt builds for, and where it keeps what it knows between runs, and its log.
    target: str
    dbt_folder: Path

    @abstractmethod
    def bronze(self) -> dict[str, int | None]:
        """Current snapshot of every bronze table that holds deliveries."""

    @abstractmethod
    def last_inputs(self) -> str | None:
        """What the last good build was built from, as `record` was told."""

    @abstractmethod
    def open(self) -> AbstractContextManager[None]:
        """Make ready for one build, and clear up after it."""

    @abstractmethod
    def rows(self, sql: str) -> list[dict[str, Any]]:
        """Answer of a query over what dbt built."""

    @abstractmethod
    def publish(self, built: list[Built]) -> list[str]:
        """Make what was built the current rows of the tables people read; gives the names of those that differed."""

    @abstractmethod
    def record(self, build: Build, built_from: str) -> None:
        """Remember a good build in `gold.builds`."""

    def variables(self, bronze: dict[str, int | None]) -> dict[str, Any]:
        """The dbt project's variables for a build of these snapshots."""
        return {}

    def downstream_of(self, changed: list[str]) -> list[str]:
        """dbt's selection for a build after these bronze tables changed; empty means every model."""
        return []
