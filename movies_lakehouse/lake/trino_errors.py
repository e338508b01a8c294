"""What an error of Trino means: a mistake in the query, a limit, a conflict, unreadable data, or an outage."""

import re

from ingest.common.errors import MoviesError, Unreachable
from movies_lakehouse.lake.renames import hint

KIND = re.compile(r"type=(?P<type>\w+), name=(?P<name>\w+)")
# Who is away, by what errors say of it; the first that fits. Trino's own are those of a node, and those of its client.
AWAY = {
    "the catalog": r"ICEBERG_CATALOG_ERROR|gateway:8181|ServiceFailure|ServiceUnavailable",
    "the storage": r"ICEBERG_FILESYSTEM_ERROR|minio:9000|Unable to execute HTTP request|SdkClientException",
    "Trino": r"SERVER_(STARTING_UP|SHUTTING_DOWN)|NO_NODES_AVAILABLE|REMOTE_(HOST_GONE|TASK_)|PAGE_TRANSPORT_"
    r"|ABANDONED_|TOO_MANY_REQUESTS_FAILED|failed to (execute|fetch)|HTTPSConnectionPool|RemoteDisconnected"
    r"|error (404|410|429|5..)|Failed to establish a new connection",
    "Trino or a service that it needs": r"type=(EXTERNAL|INTERNAL_ERROR)",
}
NETWORK = re.compile(
    r"connection (refused|reset|closed|timed out)|connect timed out|Unable to execute HTTP request|Bad Gateway"
    r"|Service Unavailable|Gateway Time-?out|ConnectException|UnknownHost|NoRouteToHost|SocketTimeout",
    re.IGNORECASE,
)
CONFLICT = {"ICEBERG_COMMIT_ERROR", "TRANSACTION_CONFLICT"}
UNREADABLE = {
    *("ICEBERG_BAD_DATA", "ICEBERG_MISSING_DATA", "ICEBERG_CANNOT_OPEN_SPLIT", "ICEBERG_CURSOR_ERROR"),
    *("ICEBERG_INVALID_METADATA", "ICEBERG_MISSING_METADATA", "ICEBERG_INVALID_PARTITION_VALUE"),
}
LIMITS = {
    "MEMORY": "it needs more memory than Trino has for it; ask for less, or give Trino more (TRINO_MEMORY)",
    "QUEUE": "too many queries are waiting; try again later",
    "": "it exceeds a limit of Trino; ask for less",
}


def outage(text: str) -> str | None:
    """
    Who was away, if that is what an error's text means; `type=..., name=...` is in it where it is Trino's own error.

    >>> outage("TrinoExternalError(type=EXTERNAL, name=ICEBERG_CATALOG_ERROR, message=...")
    'the catalog'
    >>> outage("TrinoUserError(type=USER_ERROR, name=COLUMN_NOT_FOUND, message=...")
    """
    kind, name = kind_of(text)
    if kind in ("USER_ERROR", "INSUFFICIENT_RESOURCES"):
        return None
    if name in CONFLICT | UNREADABLE and not NETWORK.search(text):
        return None
    return next((who for who, signs in AWAY.items() if re.search(signs, text)), None)


def kind_of(text: str) -> tuple[str, str]:
    """Type and name of Trino's error, such as EXTERNAL and ICEBERG_COMMIT_ERROR; empty where it is none of Trino's."""
    found = KIND.search(text)
    return (found["type"], found["name"]) if found else ("", "")


def told(place: str, said: str, text: str) -> MoviesError:
    """The error to raise for one of Trino's at `place`, which `said` what is wrong; `text` is all that is known."""
    kind, name = kind_of(text)
    if kind == "USER_ERROR":
        return MoviesError(f"SQL: {said}{hint(said)}")
    if who := outage(text):
        return Unreachable(f"{place}: {who} failed or was away ({name}: {said}); movies doctor tells what is down")
    if name in CONFLICT:
        return MoviesError(f"{place}: another writer changed the table meanwhile ({said}); try again")
    if kind == "INSUFFICIENT_RESOURCES":
        why = next(why for sign, why in LIMITS.items() if sign in name)
        return MoviesError(f"{place} gave the query up: {why} ({name}: {said})")
    return MoviesError(f"{place} cannot read the table as it is, or as it was at that snapshot ({name}: {said})")
