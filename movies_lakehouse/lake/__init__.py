"""The two ways to run the lakehouse, behind one seam: see lake.py."""

from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast

from ingest.common.errors import BadContract, MoviesError
from ingest.common.openlineage import folder_events
from ingest.common.settings import settings

if TYPE_CHECKING:
    from movies_lakehouse.lake.lake import Lake

# Where each is; imported when it is chosen, so that none needs what only the other needs.
RUNTIMES = {
    "embedded": ("movies_lakehouse.lake.embedded", "EmbeddedLake"),
    "stack": ("movies_lakehouse.lake.stack", "StackLake"),
}
# A folder with this file is an embedded lake.
CATALOG_FILE = "catalog.db"


def open_lake(lake: Path | str | None = None, runtime: str | None = None) -> "Lake":
    """Open a lakehouse: `lake` is its folder (default MOVIES_LAKE, else ./lake), made when it is not there."""
    chosen = settings(lake, runtime)
    if chosen.runtime not in RUNTIMES:
        raise BadContract(f"runtime {chosen.runtime!r} is not known; it can be: {', '.join(RUNTIMES)}")
    module, name = RUNTIMES[chosen.runtime]
    found = import_module(module) if chosen.runtime == "embedded" else import_for_stack(module)
    opened = getattr(found, name)(chosen)
    if chosen.runtime == "embedded":
        opened.events = folder_events(opened.folder)
    return cast("Lake", opened)


def import_for_stack(module: str) -> ModuleType:
    """A module that needs the packages of the extra `stack`; MoviesError where they are not installed."""
    try:
        return import_module(module)
    except ModuleNotFoundError as missing:
        raise MoviesError(
            f"the runtime 'stack' needs packages that are not installed, such as {missing.name}; "
            "install them: pip install 'movies-lakehouse[stack]'"
        ) from None
