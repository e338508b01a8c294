"""How the records of a CSV file are written, in terms that parsers take: they know delimiters of one byte only."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ingest.common.errors import BadFile
from ingest.contracts.written import Written

# Takes the place of a longer delimiter while a file is parsed; it was made to separate, and nobody writes it.
STAND_IN = "\x1f"


@dataclass(frozen=True)
class Dialect:
    """What a contract says about separators and quotes; `delimiter` is one byte, `delivered` what the file has."""

    delimiter: str
    delivered: str
    quoted: bool
    escape: str
    comment: bytes
    escaped_null: re.Pattern[str] | None

    @classmethod
    def of(cls, table: Written) -> "Dialect":
        """The dialect that a contract describes."""
        delimiter = table.delimiter if len(table.delimiter.encode()) == 1 else STAND_IN
        escaped = [null for null in table.null if table.escape and table.escape in null]
        border = f"{re.escape(delimiter)}\\r\\n"
        fields = rf"(?<![^{border}])(?:{'|'.join(map(re.escape, escaped))})(?![^{border}])"
        return cls(
            delimiter=delimiter,
            delivered=table.delimiter,
            quoted=table.quoting == "standard",
            escape=table.escape,
            comment=table.comment.encode(),
            escaped_null=re.compile(fields) if escaped else None,
        )

    def parse(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """Records of some lines; csv.Error where quotes are not as they should be."""
        if self.escaped_null:
            lines = map(self.protect_nulls, lines)
        quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if self.quoted else csv.QUOTE_NONE
        return csv.reader(lines, delimiter=self.delimiter, quoting=quoting, escapechar=self.escape or None, strict=True)

    def protect_nulls(self, line: str) -> str:
        r"""The line with fields such as \N escaped, which would be read as N else."""
        assert self.escaped_null
        return self.escaped_null.sub(lambda null: null[0].replace(self.escape, 2 * self.escape), line)

    def prepare(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Pieces of a file in which each delimiter is one byte."""
        if self.delimiter == self.delivered:
            yield from pieces
            return
        rest, stand_in, delivered = b"", self.delimiter.encode(), self.delivered.encode()
        for piece in pieces:
            if stand_in in piece:
                raise BadFile(f"the control character U+001F cannot be told from the delimiter {self.delivered!r} here")
            *done, tail = (rest + piece).split(delivered)
            # The piece may end in the middle of a delimiter.
            kept = next(size for size in range(len(delivered) - 1, -1, -1) if tail.endswith(delivered[:size]))
            rest = tail[len(tail) - kept :]
            yield stand_in.join([*done, tail[: len(tail) - kept]])
        yield rest

    def restored(self, text: str) -> str:
        """Text of a prepared file, as it was delivered."""
        return text if self.delimiter == self.delivered else text.replace(self.delimiter, self.delivered)
