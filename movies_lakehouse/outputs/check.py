"""A dry run: would this delivery load, would this contract be taken? Nothing stays written anywhere."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from ingest.bronze.deliveries import Delivery, find, fingerprint
from ingest.bronze.receipt import Receipt, no_day
from ingest.common.errors import BadFile, MoviesError
from ingest.contracts import Table, read_contract
from ingest.readers.batch import Findings, MalformedRecord
from ingest.readers.read import read
from movies_lakehouse.outputs.notation import Shown
from movies_lakehouse.outputs.rejections import Rejections

LINES_SHOWN = 10


@dataclass(frozen=True)
class Checked:
    """What a dry run found; `exit_code` is what the real run would give."""

    summary: str
    malformed: list[MalformedRecord] = field(default_factory=list)
    exit_code: int = 0
    note: str | None = None
    rejected: Rejections | None = None
    notes: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The findings, as lines to read."""
        shown = [f"  line {each.line}: {each.reason}: {each.text[:80]!r}" for each in self.malformed[:LINES_SHOWN]]
        hidden = len(self.malformed) - len(shown)
        more = [f"  and {hidden} more malformed records"] if hidden else []
        silver = [f"  in silver: {self.rejected.counts()}"] if self.rejected else []
        return [self.summary, *silver, *shown, *more, *(f"  {note}" for note in self.notes)]


def check(path: Path, tables: dict[str, Table]) -> Checked:
    """Check a contract (.yml) or a delivery; errors of a contract are raised as they are when it is used."""
    if path.suffix in {".yml", ".yaml"}:
        contract = read_contract(path)
        return Checked(f"{path.name}: a sound contract of {contract.provider} with {len(contract.tables)} table(s)")
    if path.is_dir():
        raise MoviesError(f"{path}: is a folder; name one file")
    delivery = find([path], tables)[0]
    checked = check_delivery(delivery)
    return checked if checked.exit_code else with_rules(checked, delivery, tables)


def with_rules(checked: Checked, delivery: Delivery, tables: dict[str, Table]) -> Checked:
    # Imported here: it imports all that loads and builds.
    from movies_lakehouse.outputs.trial import try_rules

    rejected = try_rules(delivery, tables)
    exit_code = BadFile.exit_code if rejected and rejected.all_rows else 0
    return replace(checked, rejected=rejected, exit_code=exit_code)


def check_delivery(delivery: Delivery) -> Checked:
    """Whether a delivery can be loaded; the rules of silver are not asked."""
    table, findings = delivery.table, Findings()
    receipt = Receipt(table.name, table.provider, delivery.name, *fingerprint(delivery), status="empty")
    shown = {name: Shown() for name, said in table.figures.items() if "decimal" not in said}
    rows = 0
    try:
        for batch in read(delivery, table, findings):
            rows += len(batch.lines)
            for name, column in shown.items():
                column.look_at(batch.columns.column(name))
    except BadFile as error:
        receipt = replace(receipt, status="quarantined", reason=str(error))
        return Checked(receipt.line(), findings.malformed, error.exit_code)
    malformed = len(findings.malformed)
    receipt = replace(receipt, read=rows + malformed, loaded=rows, malformed=malformed)
    named = table.day_in(delivery.name, datetime.now(UTC))
    receipt = replace(receipt, delivered_on=named.day, day_problem=named.problem)
    receipt = replace(receipt, unexpected=tuple(findings.unexpected))
    summary = f"{receipt.line()} (nothing was loaded: this was a check)"
    note = no_day([replace(receipt, status="loaded")])
    return Checked(summary, findings.malformed, notes=[*([note] if note else []), *unclear(shown)])


def unclear(shown: dict[str, Shown]) -> list[str]:
    return [
        f"{name}: figures such as {text!r} can be read in two ways, and the column does not show in which; "
        "as counts or amounts they are rejected unless the contract says 'decimal'"
        for name, column in shown.items()
        if (text := column.unclear())
    ]
