"""Checks every service that a lakehouse needs, and says what to do about one that is not healthy."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from ingest.bronze.tables import require_writable
from ingest.common.errors import MoviesError
from ingest.contracts import Table
from movies_lakehouse.lake.lake import Lake
from movies_lakehouse.outputs.checked import Checked, attempt

if TYPE_CHECKING:
    from movies_lakehouse.lake.embedded import EmbeddedLake
    from movies_lakehouse.lake.stack import StackLake


def doctor(lake: Lake, tables: dict[str, Table]) -> list[Checked]:
    """Check every service and both endpoints of a stack, or the folder of an embedded lake."""
    if lake.settings.runtime == "embedded":
        return check_lake(cast("EmbeddedLake", lake))
    # Imported here: it needs packages that come with the extra `stack`.
    from movies_lakehouse.outputs.stack_doctor import check_stack

    return check_stack(cast("StackLake", lake), tables)


def check_lake(lake: "EmbeddedLake") -> list[Checked]:
    """The lake's folder, and each of its tables that cannot be written."""
    folder = attempt("lake", lambda: f"{len(lake.table_names())} tables in {lake.folder}")
    return [folder] if folder.remedy else [folder, *unwritable(lake)]


def unwritable(lake: "EmbeddedLake") -> Iterator[Checked]:
    for name in lake.table_names():
        try:
            require_writable(lake.catalog.load_table(name))
        except MoviesError as error:
            yield Checked(".".join(name), "read only", str(error))
