"""Where the tests' folders are."""

import os
import shutil
from pathlib import Path

IN_MEMORY = Path("/dev/shm")
# Several times what all tests leave at once.
ROOM = 4 * 2**30


def pytest_configure() -> None:
    """Puts them in memory where there is room: lakes are many small files, and each commit waits for the disk."""
    if IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))
