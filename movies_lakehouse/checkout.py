"""The files that the code needs besides itself: a checkout's own folders, or a wheel's copies inside this package."""

from pathlib import Path

from ingest.common.errors import MoviesError

PACKAGE = Path(__file__).parent
ROOT = PACKAGE.parent
# pyproject.toml puts the copies there; a checkout has no such folder.
INSTALLED = (PACKAGE / "dbt_project").is_dir()
DBT_PROJECT = PACKAGE / "dbt_project" if INSTALLED else ROOT / "dbt"
PIXAR = (PACKAGE if INSTALLED else ROOT) / "examples" / "pixar"


def require_checkout(command: str) -> None:
    """MoviesError in an installed wheel, whose files nobody edits and the next installation replaces."""
    if INSTALLED:
        raise MoviesError(f"{command} works on the project's source files; run it in a checkout of the repository")
