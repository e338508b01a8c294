"""Physical lines of a piece of CSV."""

import re
from collections.abc import Iterator

from ingest.readers.text import decode_utf8

LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r)")


def end_line(data: bytes) -> bytes:
    return data if not data or data.endswith((b"\n", b"\r")) else data + b"\n"


class Lines:
    """Physical lines of a block, decoded one by one; a reader can be set back to try a line again."""

    def __init__(self, block: bytes, first: int) -> None:
        self.lines = LINE.findall(block)
        self.first = first
        self.at = 0
        self.ran_dry = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.at == len(self.lines):
            self.ran_dry = True
            raise StopIteration
        self.at += 1
        return decode_utf8(self.lines[self.at - 1], self.number)

    @property
    def number(self) -> int:
        """Number in the file of the line given last."""
        return self.first + self.at - 1

    @property
    def size(self) -> int:
        """Bytes of the lines given so far."""
        return sum(map(len, self.lines[: self.at]))

    def since(self, start: int) -> bytes:
        """Lines given since `at` was `start`."""
        return b"".join(self.lines[start : self.at])

    def skip(self, comment: bytes) -> range:
        """Passes over the lines that start with `comment`, if that is anything; gives which of the block's they are."""
        start = self.at
        while comment and self.at < len(self.lines) and self.lines[self.at].startswith(comment):
            self.at += 1
        return range(start, self.at)
