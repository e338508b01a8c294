"""The file that an embedded lake's catalog is in, and what to say when SQLite cannot use it."""

from pathlib import Path

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

from ingest.common.errors import MoviesError
from movies_lakehouse.lake import CATALOG_FILE

# A second process may hold the file for a moment: wait for it rather than fail.
WAIT_SECONDS = 60
# Words of SQLite's errors, and the remedy.
REMEDIES = {
    "locked": "another program has kept it locked; end that program, and run again",
    "readonly": "may not be written; let this user write the lake's folder and all in it, and run again",
    "unable to open": "cannot be opened; let this user write the lake's folder and all in it, and run again",
    "full": "the disk is full; make room, and run again: nothing is half done",
    "disk I/O": "the disk does not take or give its data; look after the disk, and run again",
    "not a database": "is damaged; put it back from a backup",
    "malformed": "is damaged; put it back from a backup",
}


def uri(lake: Path) -> str:
    """How SQLAlchemy opens the catalog of the lake in a folder."""
    return f"sqlite:///{lake / CATALOG_FILE}?timeout={WAIT_SECONDS}"


# PyIceberg makes the engine and uses it at once, so that there is no time to listen to that one alone.
@event.listens_for(Engine, "handle_error")
def explain(context: ExceptionContext) -> None:
    """Raises a MoviesError, with the file and the remedy, in the place of what SQLite says of a lake's catalog."""
    path = Path(context.engine.url.database or "") if context.engine else Path()
    if path.name == CATALOG_FILE:
        said = str(context.original_exception)
        for words, remedy in REMEDIES.items():
            if words in said:
                raise MoviesError(f"{path}: {remedy}") from context.original_exception
