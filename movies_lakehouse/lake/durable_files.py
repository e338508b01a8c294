"""Files of a lake in a folder that survive a power failure once they are written: their bytes and their names."""

import io
import os
from pathlib import Path
from typing import Any

from pyiceberg.io import OutputStream
from pyiceberg.io.pyarrow import PyArrowFile, PyArrowFileIO

from ingest.bronze.archive import Archive
from ingest.common.files import make_folder, sync, sync_name


class DurableFileIO(PyArrowFileIO):
    """What PyIceberg writes the files of tables by: a commit then names nothing that could still be lost."""

    def new_output(self, location: str) -> "DurableOutput":
        file = super().new_output(location)
        return DurableOutput(location, file._path, file._filesystem)


class DurableOutput(PyArrowFile):
    """A file to be written."""

    def create(self, overwrite: bool = False) -> OutputStream:
        path = Path(self._path)
        make_folder(path.parent)
        return DurableStream(path, "wb" if overwrite else "xb")


class DurableStream(io.BufferedWriter):
    """Its file is on the disk once it is closed."""

    def __init__(self, path: Path, mode: str) -> None:
        super().__init__(io.FileIO(path, mode))
        self.path = path

    def close(self) -> None:
        if self.closed:
            return
        self.flush()
        os.fsync(self.fileno())
        super().close()
        sync_name(self.path)


class FolderArchive(Archive):
    """An archive in a folder of this machine."""

    def __init__(self, fs: Any, root: str) -> None:
        super().__init__(fs, root)
        make_folder(Path(root))

    def settle(self, arriving: str, place: str) -> None:
        super().settle(arriving, place)
        path, root = Path(place), Path(self.root)
        # Also where another process put it, which may not have come so far.
        sync(path)
        while path != root:
            sync_name(path)
            path = path.parent
