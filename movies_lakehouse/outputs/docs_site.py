"""Writes dbt's documentation as one page: each column from delivery to gold, with its type, meaning and lineage.

python -m movies_lakehouse.outputs.docs_site
"""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.bronze.tables import create_tables
from ingest.common.errors import MoviesError
from ingest.common.settings import settings
from ingest.contracts import read_contracts, tables
from movies_lakehouse.build.dbt_runner import dbt_build, invoke, one_line
from movies_lakehouse.build.duckdb_engine import DuckdbEngine
from movies_lakehouse.checkout import ROOT, require_checkout
from movies_lakehouse.lake.embedded import EmbeddedLake
from movies_lakehouse.outputs.show import short_path

PAGE = ROOT / "build" / "docs" / "index.html"


def write(page: Path) -> None:
    """Document the project on a page that opens from disk; MoviesError when dbt cannot build or describe it."""
    with TemporaryDirectory() as folder:
        lake = EmbeddedLake(settings(folder, "embedded"))
        # Without any delivery: every table has its columns and types all the same.
        known = tables(read_contracts())
        create_tables(lake.catalog, known)
        engine = DuckdbEngine(lake, known)
        # dbt asks the database for types, and this one is gone once it is closed.
        with engine.open():
            dbt_build(engine.dbt_folder, engine.target, [], {})
            answer = invoke(engine.dbt_folder, engine.target, "docs", "generate", "--static")
        if not answer.success:
            raise MoviesError(f"dbt: {one_line(answer.exception)}")
        page.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(engine.dbt_folder / "static_index.html", page)


if __name__ == "__main__":
    try:
        require_checkout("docs_site")
        write(PAGE)
    except MoviesError as error:
        sys.exit(f"movies: {error}")
    print(f"documentation of the tables in {short_path(PAGE)}")
