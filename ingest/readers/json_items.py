"""Where the items of a JSON file are: in an array, one a line, or in an array that is wrapped in objects."""

import re
from collections import deque
from collections.abc import Iterator

from ingest.common.errors import BadFile
from ingest.readers.json_document import THE_ARRAY, THE_KEY, TOO_DEEP, Document, Items

ARRAY_NEXT = re.compile(r"[ \t\n\r]*,[ \t\n\r]*")
ARRAY_END = re.compile(r"[ \t\n\r]*\]")
LINES_NEXT = re.compile(r"[ \t\r]*\n[ \t\n\r]*")


def read_items(pieces: Iterator[str], path: tuple[str, ...] = ()) -> Iterator[Items]:
    """All items of a document, a piece at a time; BadFile where it stops being JSON.

    The items are in the array that `path`, keys of objects in each other, leads to.
    """
    document = Document(pieces)
    opening = document.peek()
    if path and opening:
        yield from items_at(document, path, "the file")
        check_end(document, "object")
    elif opening == "[":
        yield from array_items(document)
        check_end(document, "array")
    elif opening == "{":
        yield from line_items(document)
    elif opening:
        raise BadFile(f"line {document.line_at(document.at)}: starts with {opening!r}, not with an array; {THE_ARRAY}")
    else:
        raise BadFile("empty file; deliver at least []")


def array_items(document: Document) -> Iterator[Items]:
    document.at += 1
    if document.peek() == "]":
        document.at += 1
    else:
        yield from document.items(ARRAY_NEXT.match, ARRAY_END.match)


def check_end(document: Document, what: str) -> None:
    if document.peek():
        raise BadFile(f"line {document.line_at(document.at)}: something follows the {what}; deliver one {what} a file")


def items_at(document: Document, path: tuple[str, ...], where: str) -> Iterator[Items]:
    """Items of the array at the end of a path; whatever lies beside the path is passed over."""
    if not path:
        document.check_opening("[", f"{where} is not the list that the contract's 'records' names")
        document.items_gone = 0
        yield from array_items(document)
        return
    document.check_opening("{", f"{where} is not an object, and the contract's 'records' looks for {path[0]!r} in it")
    keys: list[str] = []
    for key in document.members():
        if key == path[0] and key in keys:
            raise BadFile(f"line {document.line_at(document.at)}: the key {key!r} is there twice; deliver it once")
        keys.append(key)
        if key == path[0]:
            yield from items_at(document, path[1:], repr(key))
        else:
            pass_over(document)
    if path[0] not in keys:
        raise BadFile(f"{where} has no key {path[0]!r}, only {', '.join(map(repr, keys)) or 'none at all'}; {THE_KEY}")


def pass_over(document: Document) -> None:
    """Goes behind the next value, however large, without keeping it."""
    try:
        match document.peek():
            case "[":
                deque(array_items(document), maxlen=0)
            case "{":
                for _ in document.members():
                    pass_over(document)
            case _:
                document.scalar()
    except RecursionError:
        raise BadFile(f"line {document.line_at(document.at)}: {TOO_DEEP}") from None


def line_items(document: Document) -> Iterator[Items]:
    for items in document.items(LINES_NEXT.match, None):
        for start, end in zip(items.starts, items.ends, strict=True):
            if "\n" in items.text[start:end]:
                raise BadFile(f"one JSON object over several lines; {THE_ARRAY}, or {THE_KEY}")
        yield items
