"""What needs a person: late providers, quarantined files, providers of which nothing is usable, failed builds."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from ingest.common.errors import BadFile
from ingest.contracts import Contract
from movies_lakehouse.lake.builds import ERRORS, Row
from movies_lakehouse.lake.lake import Lake
from movies_lakehouse.outputs.rejections import rejections
from movies_lakehouse.outputs.status import providers, quarantined


@dataclass(frozen=True)
class Problem:
    """One line that says what is wrong and what to do; `event` is the same for as long as it is the same event."""

    event: str
    line: str
    exit_code: int = BadFile.exit_code


def problems(lake: Lake, contracts: list[Contract], today: date | None = None) -> list[Problem]:
    """What is wrong now; `today` (UTC) is the day to count the age of deliveries to."""
    found: list[Problem] = []
    if ("bronze", "deliveries") in lake.table_names():
        useless = {each.provider for each in rejections(lake) if each.all_rows}
        found += of_providers(providers(lake, contracts, useless, today or datetime.now(UTC).date()), useless)
        found += of_files(quarantined(lake))
    if build := lake.failed_build():
        found.append(of_build(build))
    return found


def exit_code(found: Iterable[Problem]) -> int:
    """That of a failed build if there is one, else that of a file which is not as it should be; 0 if all is well."""
    codes = {problem.exit_code for problem in found}
    return next(iter(codes - {BadFile.exit_code}), BadFile.exit_code) if codes else 0


def of_providers(rows: list[Row], useless: set[str]) -> Iterator[Problem]:
    for row in rows:
        name, newest, age, due = row["provider"], row["newest"], row["age_days"], row["due_every_days"]
        if age is not None and age > due:
            yield Problem(
                f"late {name} {newest}",
                f"{name} is late: its newest delivery is of {newest}, {age} days ago, and one is due every {due} days; "
                "ask the provider for it",
            )
        if name in useless:
            yield Problem(
                f"useless {name} {newest}",
                f"{name}: every row is rejected, so that nothing of it is in gold; movies status tells which rule "
                "rejects them, so that you can mend the file, or the contract",
            )


def of_files(rows: list[Row]) -> Iterator[Problem]:
    for row in rows:
        table, file, seen_at = row["table"], row["file"], row["seen_at"]
        yield Problem(
            f"quarantined {table} {file} {seen_at.isoformat()}",
            f"{file} ({table}) is quarantined since {seen_at:%Y-%m-%d %H:%M} UTC: {row['reason']}; deliver a good one "
            "under the same name",
        )


def of_build(build: Row) -> Problem:
    status, notes = build["status"], " ".join(str(build["notes"]).split())
    inputs = hashlib.sha256(build["built_from"].encode()).hexdigest()[:16]
    return Problem(
        f"build {inputs} {status}",
        f"the newest build failed ({status}), and silver and gold are as they were: {notes}; once that is mended, "
        "movies transform",
        ERRORS[status].exit_code,
    )
