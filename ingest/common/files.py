"""Files that are either the old ones or the new ones, whatever happens."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """A temporary path beside `path`, to write to; it becomes `path` when all went well, else it is removed."""
    # Always the same name: what a killed process left behind is written over, not left for ever.
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        yield temporary
        sync(temporary)
        os.replace(temporary, path)
        sync_name(path)
    finally:
        temporary.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Waits until what a file holds would survive a power failure; of a folder, the names in it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_name(path: Path) -> None:
    """Waits until a file or folder would be found by its name after a power failure."""
    sync(path.parent)


def make_folder(folder: Path) -> None:
    """Makes a folder, and those above it that are not there, so that they would survive a power failure."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_name(folder)


def write_all(texts: Mapping[Path, str]) -> None:
    """Writes all of the files; where one cannot be written, those before it become what they were."""
    before = {path: path.read_bytes() if path.exists() else None for path in texts}
    done: list[Path] = []
    try:
        for path, text in texts.items():
            done.append(path)
            with replaced(path) as temporary:
                temporary.write_text(text, encoding="utf-8")
    except BaseException:
        for path in done:
            put_back(path, before[path])
        raise


def put_back(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    elif path.read_bytes() != content:
        with replaced(path) as temporary:
            temporary.write_bytes(content)
