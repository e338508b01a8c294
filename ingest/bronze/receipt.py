"""What happened to a delivery, in figures that must add up."""

from dataclasses import dataclass
from typing import Literal

Status = Literal["loaded", "repeat", "empty", "quarantined"]


@dataclass(frozen=True)
class Receipt:
    """Outcome of one delivery; a repeat or a quarantined one has loaded nothing."""

    table: str
    provider: str
    file: str
    sha256: str
    bytes: int
    status: Status
    read: int = 0
    loaded: int = 0
    malformed: int = 0
    unexpected: tuple[str, ...] = ()
    reason: str | None = None

    def __post_init__(self) -> None:
        assert self.read == self.loaded + self.malformed, self

    def line(self) -> str:
        """The receipt as one line to read."""
        return f"{self.table}  {self.file}  {self.outcome()}"

    def outcome(self) -> str:
        """What happened, without the names of table and file."""
        if self.status == "quarantined":
            return f"quarantined: {self.reason}"
        if self.status == "repeat":
            return "already loaded"
        counts = f"{self.read:,} read, {self.loaded:,} loaded, {self.malformed:,} malformed"
        return counts + (f", unexpected columns: {', '.join(self.unexpected)}" if self.unexpected else "")
