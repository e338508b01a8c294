"""The two ways to run the lakehouse, behind one seam: a catalog, an archive, and SQL."""

from pathlib import Path

from lakehouse.runtime.embedded import EmbeddedLake
from lakehouse.settings import settings

RUNTIMES = {"embedded": EmbeddedLake}


def open_lake(lake: Path | str | None = None, runtime: str | None = None) -> EmbeddedLake:
    """Open a lakehouse: `lake` is its folder (default MOVIES_LAKE, else ./lake), made when it is not there."""
    chosen = settings(lake, runtime)
    return RUNTIMES[chosen.runtime](chosen)
