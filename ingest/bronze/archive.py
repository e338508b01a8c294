"""Keeps the bytes of every delivery, for ever."""

import uuid
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from ingest.bronze.deliveries import Delivery, copy, file_errors


@dataclass(frozen=True)
class Archived:
    """Where the archive keeps a delivery (relative to its root), and what it keeps."""

    location: str
    sha256: str
    size: int


class Archive:
    """Delivered bytes, never changed, by table and content; on any file system of fsspec that makes folders as needed.

    Layout: `<root>/<table>/<sha256>/<file name>`. What is loaded is read from here, since the source may change.
    """

    def __init__(self, fs: Any, root: str) -> None:
        self.fs = fs
        self.root = root.rstrip("/")

    def put(self, delivery: Delivery) -> Archived:
        """Keeps a delivery's bytes; they are there whole or not at all, and once however often they are put."""
        # fsspec's own uncommitted files would cross over from the system's temporary folder by a copy that can break.
        arriving = f"{self.root}/arriving/{uuid.uuid4().hex}"
        with file_errors(delivery.path):
            try:
                with delivery.open() as source, self.fs.open(arriving, "wb") as target:
                    sha256, size = copy(source, target)
                archived = Archived(f"{delivery.table.name}/{sha256}/{delivery.name}", sha256, size)
                self.settle(arriving, f"{self.root}/{archived.location}")
            finally:
                if self.fs.exists(arriving):
                    self.fs.rm_file(arriving)
        return archived

    def settle(self, arriving: str, place: str) -> None:
        if not self.fs.exists(place):
            self.fs.mv(arriving, place)

    def open(self, location: str) -> BinaryIO:
        """Archived bytes, to read."""
        return cast(BinaryIO, self.fs.open(f"{self.root}/{location}", "rb"))


@dataclass(frozen=True)
class ArchivedFile:
    """One archived delivery, to read."""

    archive: Archive
    location: str
    size: int

    @property
    def name(self) -> str:
        """Name of the file, as it was delivered."""
        return self.location.rpartition("/")[2]

    def open(self) -> BinaryIO:
        """Its bytes, to read."""
        return self.archive.open(self.location)
