"""What an object store tells of its objects, whoever brings it: MinIO's webhook, S3's notifications, EventBridge.

An event is a hint that a look is worth while, never more: what there is to load is what a listing of landing shows. So
one that is lost, late, doubled or forged costs a listing at most. Believed are only bucket, key and version.
"""

import json
from collections.abc import Collection
from typing import NamedTuple
from urllib.parse import unquote_plus

from ingest.landing.queue import BUCKET

# What happened to an object, as S3 and MinIO begin the names of their events, and as EventBridge says it.
CREATED, REMOVED = "ObjectCreated", "ObjectRemoved"
DETAIL_TYPES = {CREATED: "Object Created", REMOVED: "Object Deleted"}
# The most that S3 takes.
KEY_BYTES = 1024


class BadEvent(ValueError):
    """This is no event of an object store."""


class Announced(NamedTuple):
    """An object of which an event tells; `version` is None where the bucket keeps none, or the event does not say."""

    bucket: str
    key: str
    version: str | None = None


def parsed(body: bytes) -> object:
    """JSON, if not absurdly deep; BadEvent when it is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise BadEvent("not JSON") from None


def announced(event: object, what: str = CREATED) -> list[Announced]:
    """Objects to which this happened; none where an event tells of something else, as S3's test does. Else BadEvent."""
    match event:
        case {"Event": "s3:TestEvent"}:
            return []
        case {"Records": [*records]}:
            return [found for record in records if (found := of_record(record, what))]
        case {"source": "aws.s3", "detail-type": str(kind), "detail": detail}:
            return [of_detail(detail)] if kind == DETAIL_TYPES[what] else []
    raise BadEvent("neither records of a bucket nor an event of EventBridge")


def of_record(record: object, what: str) -> Announced | None:
    """S3 and MinIO quote keys as forms do, with + for a space; names of events begin with s3: at MinIO alone."""
    match record:
        case {"eventName": str(name), "s3": {"bucket": {"name": str(bucket)}, "object": {"key": str(key), **more}}}:
            try:
                key = unquote_plus(key, errors="strict")
            except UnicodeDecodeError:
                raise BadEvent("a key is not UTF-8") from None
            is_meant = name.removeprefix("s3:").partition(":")[0] == what
            return Announced(bucket, key, version(more.get("versionId"))) if is_meant else None
    raise BadEvent("a record without event, bucket and key")


def of_detail(detail: object) -> Announced:
    match detail:
        case {"bucket": {"name": str(bucket)}, "object": {"key": str(key), **more}}:
            return Announced(bucket, key, version(more.get("version-id")))
    raise BadEvent("a detail without bucket and key")


def version(given: object) -> str | None:
    return given if isinstance(given, str) and given not in ("", "null") else None


def provider_of(found: Announced, place: str, providers: Collection[str]) -> str | None:
    """
    The one of these providers in whose folder of landing it may be an object; all others wait for the next listing.

    >>> provider_of(Announced("landing", "critic_agg/a.csv"), "landing", {"critic_agg"})
    'critic_agg'
    >>> provider_of(Announced("landing", "critic_agg/../a.csv"), "landing", {"critic_agg"})
    >>> provider_of(Announced("data", "movies/in/critic_agg/a.csv"), "data/movies/in", {"critic_agg"})
    'critic_agg'
    """
    address = f"{found.bucket}/{found.key}"
    if "/" in found.bucket or not address.startswith(f"{place}/"):
        return None
    folder, *rest = address.removeprefix(f"{place}/").split("/")
    is_a_path = bool(rest) and not {"", ".", ".."} & set(rest) and found.key.isprintable()
    # A surrogate, which JSON may hold and no key can, has no bytes.
    size = len(found.key.encode(errors="ignore")) if is_a_path else 0
    return folder if folder in providers and 0 < size <= KEY_BYTES else None


def is_worth_a_look(body: bytes, providers: Collection[str], place: str = BUCKET) -> bool:
    """Whether an event tells of a new object in one of these providers' folders of landing; BadEvent: it is none."""
    return any(provider_of(found, place, providers) for found in announced(parsed(body)))
