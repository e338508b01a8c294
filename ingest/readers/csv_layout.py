"""Where the records of a piece of CSV lie, found with array arithmetic instead of a parser.

It answers only for text whose quotes are regular: each one opens a field right after a delimiter or line end, closes
it right before one, or is half of a doubled quote. There, every CSV parser agrees, and a line end is inside a field
exactly when an odd number of quotes precedes it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.readers.batch import MAX_FIELD_BYTES
from ingest.readers.csv_dialect import Dialect
from ingest.readers.csv_quotes import RecordForm

Positions = NDArray[np.int64]
Bytes = NDArray[np.uint8]
QUOTE, LF, CR = b'"\n\r'


@dataclass(frozen=True)
class Layout:
    """Records of a block: byte ranges with their line ends, and on which of the block's lines each starts.

    `comments` start with the contract's sign for one; `skipped` are these and blank ones.
    """

    starts: Positions
    ends: Positions
    lines: Positions
    comments: NDArray[np.bool_]
    skipped: NDArray[np.bool_]
    line_count: int
    spans_lines: bool

    @property
    def size(self) -> int:
        """Bytes that the records take up; what follows is the start of a record that the block does not end."""
        return int(self.ends[-1]) if len(self.ends) else 0


def find_layout(block: bytes, dialect: Dialect, form: RecordForm) -> Layout | None:
    """Records of a block of whole lines that starts with a record; None where only a real parser can tell."""
    data = np.frombuffer(block, np.uint8)
    quotes = np.flatnonzero(data == QUOTE) if dialect.quoted else np.empty(0, np.int64)
    if b"\0" in block or dialect.escape or not regular(data, quotes, ord(dialect.delimiter)):
        return None
    line_ends = find_line_ends(block, data)
    outside = np.flatnonzero(np.searchsorted(quotes, line_ends) % 2 == 0)
    ends = line_ends[outside]
    starts = np.concatenate(([0], ends))[:-1]
    lines = np.concatenate(([0], outside + 1))
    sizes = ends - starts
    if len(sizes) and sizes.max() > MAX_FIELD_BYTES:
        return None
    comments = find_comments(block, starts, dialect.comment)
    if len(quotes) and any(b'"' in block[starts[each] : ends[each]] for each in np.flatnonzero(comments)):
        return None
    spanning = np.flatnonzero(np.diff(lines) > 1)
    if any(form.may_swallow(block[starts[each] : ends[each]]) for each in spanning):
        return None
    return Layout(
        starts=starts,
        ends=ends,
        lines=lines[:-1],
        comments=comments,
        skipped=(sizes == 1) | ((sizes == 2) & (data[starts] == CR)) | comments,
        line_count=int(lines[-1]),
        spans_lines=bool(len(spanning)),
    )


def find_comments(block: bytes, starts: Positions, comment: bytes) -> NDArray[np.bool_]:
    if not comment:
        return np.zeros(len(starts), np.bool_)
    return np.fromiter((block.startswith(comment, start) for start in starts.tolist()), np.bool_, len(starts))


def regular(data: Bytes, quotes: Positions, delimiter: int) -> bool:
    if not len(quotes):
        return True
    before = data[quotes[0::2] - 1]
    before[0] = LF if quotes[0] == 0 else before[0]
    after = data[quotes[1::2] + 1]
    borders = (QUOTE, LF, CR, delimiter)
    return bool(np.isin(before, borders).all() and np.isin(after, borders).all())


def find_line_ends(block: bytes, data: Bytes) -> Positions:
    """Positions right after each line end: \\n, \\r\\n or \\r."""
    line_feeds = np.flatnonzero(data == LF) + 1
    if b"\r" not in block:
        return line_feeds
    returns = np.flatnonzero(data == CR) + 1
    alone = np.append(data, 0)[returns] != LF
    return np.union1d(line_feeds, returns[alone])
