"""Finds delivered files, and tells whose they are."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ingest.common.errors import MoviesError
from ingest.contracts.table import Table
from ingest.readers.kinds import ENDINGS
from ingest.readers.unpack import unreadable

COPY_BYTES = 1 << 20


@dataclass(frozen=True)
class Delivery:
    """One file that arrived, and the table it is for."""

    table: Table
    path: str

    @property
    def name(self) -> str:
        """Name of the file, without its folder."""
        return Path(self.path).name

    @property
    def location(self) -> str:
        """Where it lies, as an address."""
        return f"file://{Path(self.path).resolve()}"

    @property
    def size(self) -> int:
        """Number of its bytes."""
        return Path(self.path).stat().st_size

    def open(self) -> BinaryIO:
        """Its bytes, to read."""
        return open(self.path, "rb")


def find(
    paths: Iterable[Path], tables: Mapping[str, Table], on_left: Callable[[Path, str], None] = lambda file, why: None
) -> list[Delivery]:
    """Deliveries among files and the files of folders.

    A named file that no contract, or two, would take is a MoviesError; what merely lies in a folder and is no delivery
    is left alone, and `on_left` is told of it and why. MoviesError too where two files are one delivery key.
    """
    found: dict[tuple[str, str], Delivery] = {}
    for path in paths:
        for file in files_of(path):
            try:
                delivery = Delivery(table_of(file, tables), str(file))
            except MoviesError as error:
                if file == path:
                    raise
                on_left(file, str(error))
                continue
            first = found.setdefault((delivery.table.name, delivery.name), delivery)
            if not os.path.samefile(first.path, delivery.path):
                raise MoviesError(
                    f"{first.path} and {delivery.path} share the name {delivery.name}; rename one of them"
                )
    return list(found.values())


def files_of(path: Path) -> list[Path]:
    """The file itself, or all that a folder shows of what it holds."""
    try:
        if not path.is_dir():
            path.stat()
            return [path]
        return sorted(entry for entry in path.iterdir() if not entry.name.startswith("."))
    except OSError as error:
        raise MoviesError(f"{path}: {error.strerror}; check the path and its permissions") from None


def table_of(file: Path, tables: Mapping[str, Table]) -> Table:
    """The table that a file is for; MoviesError when it is for none, or is no file at all, and what it is."""
    if file.is_dir():
        raise MoviesError(f"{file.name}/ is a folder; name it as well where it holds deliveries")
    if not file.exists():
        raise MoviesError(f"{file.name} is a link to nothing; mend or remove it")
    if not file.is_file():
        raise MoviesError(f"{file.name} is no file that holds data; move it away")
    try:
        return table_for(file.name, tables)
    except MoviesError:
        with file_errors(str(file)), file.open("rb") as stream:
            what = unreadable(stream, {table.format for table in tables.values()})
        if what is None:
            raise
        formats = " and ".join(sorted({table.format for table in tables.values()}))
        raise MoviesError(f"{file.name}: this is {what}, and the contracts take {formats}") from None


def table_for(name: str, tables: Mapping[str, Table]) -> Table:
    """The one table whose contract takes a file of this name; MoviesError when there is none, or more than one."""
    takers = [table for table in tables.values() if table.takes(name)]
    if len(takers) == 1:
        return takers[0]
    if takers:
        both = " and ".join(f"{table.name} ({table.files})" for table in takers)
        raise MoviesError(f"{name}: belongs to {both}; make their 'files' patterns in the contracts exclude each other")
    known = ", ".join(sorted(table.files for table in tables.values()))
    ending = Path(name.removesuffix(".gz")).suffix.lower()
    if ending in ENDINGS and ending[1:] not in {table.format for table in tables.values()}:
        what = ENDINGS[ending]
        raise MoviesError(f"{name}: no contract takes {what}, as its name says it is; deliver one of {known}")
    raise MoviesError(f"{name}: no contract takes a file of this name; rename it to fit one of {known}")


def fingerprint(delivery: Delivery) -> tuple[str, int]:
    """SHA-256 of a delivery's bytes, and their number."""
    with file_errors(delivery.path), delivery.open() as source:
        return copy(source, None)


def copy(source: BinaryIO, target: BinaryIO | None) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(COPY_BYTES):
        digest.update(chunk)
        size += len(chunk)
        if target:
            target.write(chunk)
    return digest.hexdigest(), size


@contextmanager
def file_errors(path: str) -> Iterator[None]:
    """Turns what a file system may refuse (a lost file, a full disk) into one line that names the delivery."""
    try:
        yield
    except OSError as error:
        raise MoviesError(f"{path}: {error.strerror or error}; put that right and run it again") from error
