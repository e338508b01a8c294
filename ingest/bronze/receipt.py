"""What happened to a delivery, in figures that must add up."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from ingest.common.lists import listed

Status = Literal["loaded", "repeat", "empty", "quarantined"]
NAMES_SHOWN = 10


@dataclass(frozen=True)
class Receipt:
    """Outcome of one delivery; a repeat or a quarantined one has loaded nothing.

    A file that no contract takes has no table, no provider and no SHA-256.
    `delivered_on` is the day in the file's name; `day_problem` says what in it looks like one and cannot be;
    `seconds` is how long the load took, where this process did it.
    """

    table: str
    provider: str
    file: str
    sha256: str
    bytes: int
    status: Status
    read: int = 0
    loaded: int = 0
    malformed: int = 0
    first_malformed: str | None = None
    unexpected: tuple[str, ...] = ()
    reason: str | None = None
    delivered_on: date | None = None
    day_problem: str | None = None
    seconds: float | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        assert self.read == self.loaded + self.malformed, self

    def line(self) -> str:
        """The receipt as one line to read."""
        return f"{self.table or 'no table'}  {self.file}  {self.outcome()}"

    def outcome(self) -> str:
        """What happened, without the names of table and file."""
        if self.status == "quarantined":
            return f"quarantined: {self.reason}"
        if self.status == "repeat":
            return "already loaded"
        counts = f"{self.read:,} read, {self.loaded:,} loaded, {self.malformed:,} malformed"
        counts += f" ({self.first_malformed})" if self.first_malformed else ""
        if self.unexpected:
            counts += f", unexpected columns: {listed(self.unexpected)}"
        return counts + (f", {self.day_problem}" if self.day_problem else "")


def no_day(receipts: Iterable[Receipt]) -> str | None:
    """What to say, once a run, of loaded files whose names tell no day; None where all of them do."""
    names = sorted(each.file for each in receipts if each.status == "loaded" and not each.delivered_on)
    if not names:
        return None
    more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
    return (
        f"no day of delivery in the name of {', '.join(names[:NAMES_SHOWN])}{more}: dated files count as newer; "
        "put a day such as 2026-11-01 into the name, or say its form by 'date_in_name' in the contract"
    )
