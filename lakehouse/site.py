"""Writes dbt's documentation as one page: each column from delivery to gold, with its type, meaning and lineage.

python -m lakehouse.site
"""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.contract import load_contracts, tables
from ingest.errors import MoviesError
from ingest.tables import create_tables
from lakehouse.dbt_run import dbt_build, invoke, one_line
from lakehouse.runtime.duckdb_workshop import DuckdbWorkshop
from lakehouse.runtime.embedded import EmbeddedLake
from lakehouse.settings import settings
from lakehouse.story import shown

PAGE = Path(__file__).parents[1] / "build" / "docs" / "index.html"


def write(page: Path) -> None:
    """Document the project on a page that opens from disk; MoviesError when dbt cannot build or describe it."""
    with TemporaryDirectory() as folder:
        lake = EmbeddedLake(settings(folder, "embedded"))
        # Without any delivery: every table has its columns and types all the same.
        create_tables(lake.catalog, tables(load_contracts()))
        workshop = DuckdbWorkshop(lake)
        # dbt asks the database for types, and this one is gone once it is closed.
        with workshop.open():
            dbt_build(workshop.dbt_folder, workshop.target, [], {})
            answer = invoke(workshop.dbt_folder, workshop.target, "docs", "generate", "--static")
        if not answer.success:
            raise MoviesError(f"dbt: {one_line(answer.exception)}")
        page.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(workshop.dbt_folder / "static_index.html", page)


if __name__ == "__main__":
    try:
        write(PAGE)
    except MoviesError as error:
        sys.exit(f"movies: {error}")
    print(f"documentation of the tables in {shown(PAGE)}")
