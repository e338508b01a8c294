"""What the stack's dbt service asks of an engine beyond a build: the record of builds is what its clients read."""

from abc import abstractmethod
from typing import Any

from ingest.common.errors import MoviesError
from movies_lakehouse.build.engine import Build, BuildEngine, record_of
from movies_lakehouse.lake.builds import BUILT, Row, status_of

# Of `gold.builds`, with types as Trino writes them.
COLUMNS = {
    # Counts the builds, since a clock may go back.
    "number": "bigint",
    "built_at": "timestamp(6) with time zone",
    "models": "bigint",
    "tests": "bigint",
    "warnings": "bigint",
    "published": "varchar",
    "status": "varchar",
    "notes": "varchar",
    "built_from": "varchar",
    "seconds": "double",
}


class ServiceEngine(BuildEngine):
    """An engine whose `gold.builds` has failed builds too, for whoever waits for them."""

    @abstractmethod
    def newest_snapshot(self) -> int | None:
        """A number that changes with every load, cheap to ask for."""

    @abstractmethod
    def newest_build(self) -> Row | None:
        """The newest row of `gold.builds`, with `bronze` from what it was built from; None before the first build."""

    @abstractmethod
    def note(self, build: dict[str, Any]) -> None:
        """Add a row to `gold.builds`."""

    def next_number(self) -> int:
        newest = self.newest_build()
        return newest["number"] + 1 if newest else 1

    def note_failure(self, error: MoviesError, built_from: str, seconds: float) -> None:
        """Tell whoever waits for a build of these inputs what became of it."""
        told = {"status": status_of(error), "notes": str(error), "built_from": built_from}
        self.note(record_of(Build(seconds=seconds)) | told)

    def note_that_failures_are_past(self, built_from: str) -> None:
        """What failed since the last good build has been taken back: whoever waits looks at the newest."""
        if (self.newest_build() or {}).get("status") != BUILT:
            self.note(record_of(Build()) | {"status": BUILT, "built_from": built_from})

    def record(self, build: Build, built_from: str) -> None:
        notes = "; ".join(build.warnings) or None
        self.note(record_of(build) | {"status": BUILT, "notes": notes, "built_from": built_from})
