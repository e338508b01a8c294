"""The movies lakehouse: the `movies` command, and `open_lake` for notebooks and scripts.

from movies_lakehouse import open_lake

movies = open_lake().table("gold.movies_unified").to_pandas()
"""

from movies_lakehouse.lake import open_lake

__all__ = ["open_lake"]
