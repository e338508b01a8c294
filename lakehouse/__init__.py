"""The movies lakehouse: the `movies` command, and `open_lake` for notebooks and scripts.

from lakehouse import open_lake

films = open_lake().table("gold.movies_unified").to_pandas()
"""

from lakehouse.runtime import open_lake

__all__ = ["open_lake"]
