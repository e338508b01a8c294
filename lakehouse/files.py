"""Files that are either the old ones or the new ones, whatever happens."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """A temporary path beside `path`, to write to; it becomes `path` when all went well, else it is removed."""
    # Always the same name: what a killed process left behind is written over, not left for ever.
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        yield temporary
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
