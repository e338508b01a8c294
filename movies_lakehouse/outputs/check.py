"""A dry run: would this delivery load, would this contract be taken? Nothing is written anywhere."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from ingest.bronze.deliveries import Delivery, find, fingerprint
from ingest.bronze.receipt import Receipt, no_day
from ingest.common.errors import BadFile, MoviesError
from ingest.contracts import Table, read_contract
from ingest.readers.batch import Findings, MalformedRecord
from ingest.readers.read import read

LINES_SHOWN = 10


@dataclass(frozen=True)
class Checked:
    """What a dry run found; `exit_code` is what the real run would give."""

    summary: str
    malformed: list[MalformedRecord] = field(default_factory=list)
    exit_code: int = 0
    note: str | None = None

    def lines(self) -> list[str]:
        """The findings, as lines to read."""
        shown = [f"  line {each.line}: {each.reason}: {each.text[:80]!r}" for each in self.malformed[:LINES_SHOWN]]
        hidden = len(self.malformed) - len(shown)
        more = [f"  and {hidden} more malformed records"] if hidden else []
        return [self.summary, *shown, *more, *([f"  {self.note}"] if self.note else [])]


def check(path: Path, tables: dict[str, Table]) -> Checked:
    """Check a contract (.yml) or a delivery; errors of a contract are raised as they are when it is used."""
    if path.suffix in {".yml", ".yaml"}:
        contract = read_contract(path)
        return Checked(f"{path.name}: a sound contract of {contract.provider} with {len(contract.tables)} table(s)")
    if path.is_dir():
        raise MoviesError(f"{path}: is a folder; name one file")
    return check_delivery(find([path], tables)[0])


def check_delivery(delivery: Delivery) -> Checked:
    table, findings = delivery.table, Findings()
    receipt = Receipt(table.name, table.provider, delivery.name, *fingerprint(delivery), status="empty")
    try:
        rows = sum(len(batch.lines) for batch in read(delivery, table, findings))
    except BadFile as error:
        receipt = replace(receipt, status="quarantined", reason=str(error))
        return Checked(receipt.line(), findings.malformed, error.exit_code)
    malformed = len(findings.malformed)
    receipt = replace(receipt, read=rows + malformed, loaded=rows, malformed=malformed)
    named = table.day_in(delivery.name, datetime.now(UTC))
    receipt = replace(receipt, delivered_on=named.day, day_problem=named.problem)
    receipt = replace(receipt, unexpected=tuple(findings.unexpected))
    summary = f"{receipt.line()} (nothing was loaded: this was a check)"
    return Checked(summary, findings.malformed, note=no_day([replace(receipt, status="loaded")]))
