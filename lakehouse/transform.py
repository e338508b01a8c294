"""Bronze to published silver and gold: dbt builds and tests them out of sight, then what differs is published."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ingest.errors import MoviesError
from lakehouse.dbt_run import Built, Finding, dbt_build, project_fingerprint

BUILDS = "gold.builds"
ROWS_SHOWN = 5


class TestFailed(MoviesError):
    """A data test found rows that should not be; the published tables stay as they were."""

    exit_code = 12


@dataclass(frozen=True)
class Build:
    """What one transform did; nothing at all when bronze and the models are those of the last good build."""

    models: int = 0
    tests: int = 0
    published: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


class Workshop(ABC):
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


def transform(workshop: Workshop, on_start: Callable[[], None] = lambda: None) -> Build:
    """
    Build, test and publish silver and gold when something changed since the last good build.

    `on_start` is called when there is something to do. TestFailed names the tests and the rows they found.
    """
    bronze, last = workshop.bronze(), workshop.last_inputs()
    built_from = inputs(workshop, bronze)
    if built_from == last:
        return Build()
    on_start()
    with workshop.open():
        selection = workshop.downstream_of(changed_tables(last, built_from))
        outcome = dbt_build(workshop.dbt_folder, workshop.target, selection, workshop.variables(bronze))
        if outcome.failed:
            raise TestFailed("; ".join(described(workshop, each) for each in outcome.failed))
        # Before publishing, which moves the files that the tests read.
        warnings = [described(workshop, each) for each in outcome.warned]
        published = workshop.publish(outcome.built)
    build = Build(len(outcome.built), outcome.tests, published, warnings)
    # Last of all: a build that was cut short before this line is simply done again.
    workshop.record(build, built_from)
    return build


def inputs(workshop: Workshop, bronze: dict[str, int | None]) -> str:
    """All that decides what silver and gold hold: bronze's snapshots and the dbt project."""
    return json.dumps({"bronze": bronze, "project": project_fingerprint(workshop.target)}, sort_keys=True)


def changed_tables(last: str | None, now: str) -> list[str]:
    """Bronze tables that differ between two inputs; none when only they cannot tell what changed."""
    before, after = json.loads(last or "{}"), json.loads(now)
    if before.get("project") != after["project"]:
        return []
    return [name for name, snapshot in after["bronze"].items() if before["bronze"].get(name) != snapshot]


def record_of(build: Build) -> dict[str, Any]:
    """The row of `gold.builds`."""
    return {
        "built_at": datetime.now(UTC),
        "models": build.models,
        "tests": build.tests,
        "warnings": len(build.warnings),
        "published": ", ".join(build.published),
    }


def described(workshop: Workshop, found: Finding) -> str:
    """A failed data test in one line, with the first rows that it found."""
    rows = workshop.rows(f"select * from ({found.sql}) as found limit {ROWS_SHOWN}")
    shown = [", ".join(f"{column}={value}" for column, value in row.items()) for row in rows]
    more = f" and {found.rows - len(shown)} more" if found.rows > len(shown) else ""
    return f"data test {found.test}: {found.rows} found: {' | '.join(shown)}{more}"
