"""One drain of landing, for schedulers: beside the service, or in its place."""

from ingest.bronze.receipt import Receipt
from ingest.common.errors import BadFile, MoviesError
from ingest.common.persistence import telling_outages
from ingest.common.retries import unanswered
from ingest.landing.intake import Intake


def drain(intake: Intake) -> list[Receipt]:
    """
    Takes in until landing is empty; a receipt for each file that was settled here, and not by a service meanwhile.

    Unreachable when a service stays away; MoviesError when files are left over which the program fails. Whatever was
    loaded by then stays, and the next drain does the rest.
    """
    receipts: list[Receipt] = []
    settled = intake.on_settled

    def note(receipt: Receipt) -> None:
        receipts.append(receipt)
        settled(receipt)

    intake.on_settled = note
    with telling_outages():
        # Each round begins with what has not failed yet: one file that cannot be loaded does not hold up the others.
        unanswered(Exception)(intake.round)()
    if left := sorted(version.key for version in intake.given_up):
        raise MoviesError(f"could not be loaded, and stay in landing: {', '.join(left)}; the log above tells why")
    return receipts


def exit_code(receipts: list[Receipt]) -> int:
    """That of BadFile if any was quarantined, else 0."""
    return BadFile.exit_code if any(receipt.status == "quarantined" for receipt in receipts) else 0
