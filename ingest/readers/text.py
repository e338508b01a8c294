"""Delivered bytes -> text: honours byte order marks, and refuses what is not text."""

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from ingest.common.errors import BadFile
from ingest.readers.kinds import HEAD_BYTES, kind_of, kind_of_head
from ingest.readers.unpack import packing_of, unpacked_pieces

CSV_PIECE_BYTES = 8 << 20
# Small, because the garbage collector goes through the objects of a whole piece again and again.
JSON_PIECE_BYTES = 1 << 20
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",  # before UTF-16's, which it begins with
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
# Characters that no text file has reason to hold; a few (a stray NUL) make bad rows, many make a binary file.
CONTROL = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1a\x1b")
LINE_END = re.compile(r"\r\n|\n|\r")


def utf8_pieces(stream: BinaryIO, name: str, encoding: str) -> Iterator[bytes]:
    """Delivered text as pieces of UTF-8 without a byte order mark.

    What was delivered as UTF-8 passes unchecked, because readers check it faster; anything else is checked here.
    """
    pieces, encoding = open_text(stream, name, encoding, CSV_PIECE_BYTES)
    return pieces if encoding == "utf-8" else (text.encode() for text in decoded(pieces, encoding))


def text_pieces(stream: BinaryIO, name: str, encoding: str) -> Iterator[str]:
    """Delivered text, decoded; BadFile at the first byte that is not in the encoding."""
    return decoded(*open_text(stream, name, encoding, JSON_PIECE_BYTES))


def open_text(stream: BinaryIO, name: str, encoding: str, size: int) -> tuple[Iterator[bytes], str]:
    """Pieces of the unpacked bytes and the encoding they are in; BadFile when this is not text at all."""
    packing = packing_of(stream)
    what = None if packing else kind_of(stream)
    pieces = unpacked_pieces(stream, size)
    first = next(pieces, b"")
    for mark, marked in BYTE_ORDER_MARKS.items():
        if first.startswith(mark):
            while first.startswith(mark):  # a program that adds one does not look if one is there
                first = first.removeprefix(mark)
            return chain_pieces(first, pieces), marked
    if what := what or kind_of_head(first[:HEAD_BYTES]):
        inside = f" inside a {packing.name}" if packing else ""
        raise BadFile(f"this is {what}{inside}, not text; deliver the data as the contract says")
    if encoding in ("utf-16", "utf-32"):
        raise BadFile(
            f"no byte order mark says which {encoding.upper()} this is; "
            f"say {encoding}-le or {encoding}-be in the contract"
        )
    if not encoding.startswith(("utf-16", "utf-32")):
        check_is_text(first[:HEAD_BYTES])
    return chain_pieces(first, pieces), encoding


def chain_pieces(first: bytes, others: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from others


def check_is_text(head: bytes) -> None:
    if len(head) - len(head.translate(None, CONTROL)) > len(head) // 10:
        raise BadFile("this is binary data (or UTF-16 without a byte order mark), not text; save it as UTF-8")


def decoded(pieces: Iterable[bytes], encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    for piece, final in with_final(pieces):
        try:
            text = decoder.decode(piece, final)
        except UnicodeDecodeError as error:
            raise wrong_encoding(error, encoding, line) from None
        line += text.count("\n")  # close enough: only a message needs it
        if text:
            yield text


def with_final(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    for piece in pieces:
        yield piece, False
    yield b"", True


def decode_utf8(data: bytes, first_line: int) -> str:
    """Text of some whole lines of a delivery; BadFile with the line of the first byte that is not UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise wrong_encoding(error, "utf-8", first_line) from None


def wrong_encoding(error: UnicodeDecodeError, encoding: str, first_line: int) -> BadFile:
    line = first_line + len(LINE_END.findall(error.object[: error.start].decode(encoding)))
    return BadFile(
        f"line {line}: byte 0x{error.object[error.start]:02X} is not {encoding.upper()}; "
        "save the file as UTF-8, or say its encoding in the contract"
    )
