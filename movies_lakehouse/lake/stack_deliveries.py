"""Puts files into the landing bucket, and waits until the services of the stack have done their work with them."""

import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]

from ingest.bronze.deliveries import Delivery, fingerprint
from ingest.bronze.receipt import Receipt
from ingest.common.connections import open_store
from ingest.common.errors import MoviesError, Unreachable
from ingest.common.lists import names_in
from ingest.common.settings import LandingEndpoint
from ingest.landing.queue import BUCKET as LANDING
from ingest.landing.queue import QUARANTINE, RETIRE, quarantine_key
from movies_lakehouse.lake.trino_sql import START, TrinoSql

LOOK_AGAIN_SECONDS = 1.0
# Longer than the largest delivery or build takes; without an end, a stopped service would be waited for in vain.
PATIENCE_SECONDS = 3600.0

Row = dict[str, Any]


def deliver(
    landing: LandingEndpoint, trino: TrinoSql, deliveries: list[Delivery], on_receipt: Callable[[Receipt], None]
) -> list[Receipt]:
    """Put each file where ingest finds it, under the table it is for; a receipt for each once it has left landing."""
    store = open_store(landing.endpoint, landing.key, landing.secret, landing.ca)
    with reaching(landing):
        return put_and_wait(store, trino, deliveries, on_receipt)


def ask_to_retire(landing: LandingEndpoint, provider: str) -> None:
    """Have ingest retire a provider; MoviesError with the reason where it cannot."""
    key = f"{RETIRE}{uuid.uuid4()}/{provider}"
    store = open_store(landing.endpoint, landing.key, landing.secret, landing.ca)
    with reaching(landing):
        store.pipe_file(f"{LANDING}/{key}", b"-")
        for _ in looking(f"{key} is still in {LANDING}"):
            if not store.exists(f"{LANDING}/{key}"):
                break
        reason = f"{LANDING}/{quarantine_key(key)}.reason.txt"
        if store.exists(reason):
            raise MoviesError(store.cat_file(reason).decode().strip())


@contextmanager
def reaching(landing: LandingEndpoint) -> Iterator[None]:
    """Turns what its libraries raise into one line when the landing bucket cannot be reached, or refuses us."""
    try:
        yield
    except (OSError, BotoCoreError, ClientError) as error:
        said = " ".join(str(error).split())[:200]
        raise Unreachable(
            f"{LANDING} at {landing.endpoint} cannot be used by {landing.key} ({said}); {START}"
        ) from None


def put_and_wait(
    store: Any, trino: TrinoSql, deliveries: list[Delivery], on_receipt: Callable[[Receipt], None]
) -> list[Receipt]:
    places = {f"{LANDING}/{each.table.provider}/{each.table.name}/{each.name}": each for each in deliveries}
    shas = {place: fingerprint(each)[0] for place, each in places.items()}
    before = records(trino, list(shas.values()))
    for place, each in places.items():
        store.put_file(each.path, place)
    receipts = []
    for _ in looking(f"files are still in {LANDING}"):
        left = [place for place in places if not store.exists(place)]
        after = records(trino, [shas[place] for place in left]) if left else {}
        for place in left:
            receipt = receipt_of(places.pop(place), shas[place], before, after)
            receipts.append(receipt)
            on_receipt(receipt)
        if not places:
            break
    return receipts


def looking(what: str) -> Iterator[None]:
    """Look again and again, until the caller has seen enough; Unreachable when that takes for ever."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up:
        yield
        time.sleep(LOOK_AGAIN_SECONDS)
    raise Unreachable(f"{what} after {PATIENCE_SECONDS / 60:.0f} minutes; movies doctor tells what is down")


def records(trino: TrinoSql, shas: list[str]) -> dict[tuple[str, str, str], Row]:
    """The newest record in bronze.deliveries of each of these contents, by table, file name and content."""
    listed = ", ".join(f"'{sha}'" for sha in shas)
    rows = trino.rows(f"select * from bronze.deliveries where sha256 in ({listed}) order by loaded_at") if shas else []
    return {(row["table_name"], row["file"], row["sha256"]): row for row in rows}


def receipt_of(delivery: Delivery, sha256: str, before: Mapping[Any, Row], after: Mapping[Any, Row]) -> Receipt:
    key = (delivery.table.name, delivery.name, sha256)
    row = after.get(key)
    if row is None:
        raise MoviesError(
            f"{delivery.name}: has left {LANDING}, bronze.deliveries does not know it; look into {LANDING}/{QUARANTINE}"
        )
    repeat = row["status"] != "quarantined" and row == before.get(key)
    counts = row["status"] != "quarantined" and not repeat
    return Receipt(
        table=row["table_name"],
        provider=row["provider"],
        file=row["file"],
        sha256=sha256,
        bytes=row["bytes"],
        status="repeat" if repeat else row["status"],
        read=row["rows"] + row["malformed_records"] if counts else 0,
        loaded=row["rows"] if counts else 0,
        malformed=row["malformed_records"] if counts else 0,
        unexpected=tuple(names_in(row["unexpected_columns"] or "")) if counts else (),
        reason=row["reason"],
        delivered_on=row["delivered_on"],
        day_problem=delivery.table.day_in(delivery.name, row["loaded_at"]).problem if counts else None,
    )
