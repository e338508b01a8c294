"""Which values bronze can hold."""

import json
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ingest.readers.batch import MAX_FIELD_BYTES

TOO_LARGE = f"a field is larger than {MAX_FIELD_BYTES >> 10} KiB"


class BadItem(ValueError):
    """Why an item is not a row."""


def has_odd_text(column: pa.Array) -> bool:
    longest = pc.max(pc.binary_length(column)).as_py() or 0
    characters = column.buffers()[2]
    return longest > MAX_FIELD_BYTES or (characters is not None and b"\0" in characters.to_pybytes())


def plain(value: Any) -> str | None:
    """Text of a value of a declared column; BadItem when it is not one that bronze can hold."""
    if value is None or isinstance(value, bool):
        return None if value is None else json.dumps(value)
    if not isinstance(value, str):
        raise BadItem("a nested value where text is due")
    if "\0" in value:
        raise BadItem("NUL bytes")
    if len(valid_text(value).encode()) > MAX_FIELD_BYTES:
        raise BadItem(TOO_LARGE)
    return value


def valid_text(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise BadItem("text that is not valid Unicode (half of a surrogate pair)") from None
    return value
