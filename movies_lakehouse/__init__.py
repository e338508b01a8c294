"""The movies lakehouse: the `movies` command, and `open_lake` for notebooks and scripts.

from movies_lakehouse import open_lake

movies = open_lake().table("gold.movies_unified").to_pandas()
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from movies_lakehouse.lake import open_lake

__all__ = ["open_lake"]


def __getattr__(name: str) -> Any:
    # Imported when it is asked for: the command begins by minding Ctrl-C, which must not wait for other packages.
    if name != "open_lake":
        raise AttributeError(name)
    from movies_lakehouse.lake import open_lake

    return open_lake
