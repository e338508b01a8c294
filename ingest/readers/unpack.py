"""Unpacks what is compressed, which its first bytes tell, whatever the file is called."""

import bz2
import gzip
import lzma
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import BinaryIO, cast

import pyarrow as pa

from ingest.common.errors import BadFile
from ingest.readers.kinds import BZIP2, EXCEL, GZIP, HEAD_BYTES, PARQUET, ZIP, ZSTD, kind_of, kind_of_head, kind_of_zip

PIECE_BYTES = 8 << 20
NAMES_SHOWN = 3


@dataclass(frozen=True)
class Packing:
    """A kind of compression: how it is called, its first bytes, and how to read what is in it."""

    name: str
    sign: bytes | tuple[bytes, ...]
    open: Callable[[BinaryIO], BinaryIO]


def open_zstd(stream: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, pa.CompressedInputStream(pa.PythonFile(stream, mode="r"), "zstd"))


def open_zip(stream: BinaryIO) -> BinaryIO:
    """The only file in an archive; what macOS adds to it does not count."""
    archive = zipfile.ZipFile(stream)
    members = [each for each in archive.infolist() if not each.is_dir() and not each.filename.startswith("__MACOSX/")]
    if len(members) != 1:
        names = ", ".join(each.filename for each in members[:NAMES_SHOWN]) + ", ..." * (len(members) > NAMES_SHOWN)
        raise BadFile(f"this is a ZIP archive with {len(members)} files ({names}); deliver each by itself")
    if members[0].flag_bits & 1:
        raise BadFile("this is a password-protected ZIP archive; deliver it without a password")
    return cast(BinaryIO, archive.open(members[0]))


PACKINGS = [
    Packing("gzip file", GZIP, lambda stream: cast(BinaryIO, gzip.GzipFile(fileobj=stream))),
    Packing("bzip2 file", BZIP2, lambda stream: cast(BinaryIO, bz2.BZ2File(stream))),
    Packing("Zstandard file", ZSTD, open_zstd),
    Packing("ZIP archive", ZIP, open_zip),
]


def packing_of(stream: BinaryIO) -> Packing | None:
    """How a file is packed, if it is; an Excel workbook and its like are archives too, but no packing."""
    head = stream.read(10)
    stream.seek(0)
    packing = next((each for each in PACKINGS if head.startswith(each.sign)), None)
    if packing and packing.sign == ZIP and kind_of_zip(stream):
        packing = None
    stream.seek(0)
    return packing


def unpacked_pieces(stream: BinaryIO, size: int) -> Iterator[bytes]:
    """What is in the file, whether packed or not; BadFile where it cannot be unpacked."""
    packing = packing_of(stream)
    if packing is None:
        yield from iter(lambda: stream.read(size), b"")
        return
    with damage_told(packing.name):
        source = packing.open(stream)
        while piece := source.read(size):
            yield piece


@contextmanager
def damage_told(name: str) -> Iterator[None]:
    try:
        yield
    except EOFError:
        raise BadFile(f"the {name} is cut off; deliver it again") from None
    except NotImplementedError as error:
        raise BadFile(f"the {name} is compressed in a way that cannot be read ({error}); compress it again") from None
    except (zlib.error, lzma.LZMAError, zipfile.BadZipFile, OSError) as error:
        # The file system's own errors have a number.
        if isinstance(error, OSError) and error.errno is not None:
            raise
        if "Truncated" in str(error):
            raise BadFile(f"the {name} is cut off; deliver it again") from None
        raise BadFile(f"the {name} is damaged ({error}); deliver it again") from None


@contextmanager
def unpacked_file(stream: BinaryIO) -> Iterator[BinaryIO]:
    """The file as one that can be read anywhere, as formats need it that are no text."""
    if packing_of(stream) is None:
        yield stream
        return
    with TemporaryFile() as target:
        for piece in unpacked_pieces(stream, PIECE_BYTES):
            target.write(piece)
        target.seek(0)
        yield cast(BinaryIO, target)


def check_kind(stream: BinaryIO, wanted: str) -> None:
    """BadFile unless the file is of the kind that its reader takes."""
    what = kind_of(stream)
    if what != wanted:
        raise BadFile(f"this is {what or 'text or unknown data'}, not {wanted}; deliver the data as the contract says")


def unreadable(stream: BinaryIO, formats: Collection[str]) -> str | None:
    """What a file is, where no reader of these formats takes it, packed or not; None where one may."""
    try:
        packed = packing_of(stream) is not None
        what = kind_of_head(next(unpacked_pieces(stream, HEAD_BYTES), b"")) if packed else kind_of(stream)
    except BadFile as error:
        return str(error).removeprefix("this is ")
    readable = {kind for kind, name in ((EXCEL, "xlsx"), (PARQUET, "parquet")) if name in formats}
    return None if what in readable else what
