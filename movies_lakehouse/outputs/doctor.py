"""Checks every service that a lakehouse needs, and says what to do about one that is not healthy."""

from typing import TYPE_CHECKING, cast

from ingest.contracts import Table
from movies_lakehouse.lake.lake import Lake
from movies_lakehouse.outputs.checked import Checked, attempt

if TYPE_CHECKING:
    from movies_lakehouse.lake.stack import StackLake


def doctor(lake: Lake, tables: dict[str, Table]) -> list[Checked]:
    """Check every service and both endpoints of a stack, or the folder of an embedded lake."""
    if lake.settings.runtime == "embedded":
        return [attempt("lake", lambda: f"{len(lake.table_names())} tables in {lake.folder}")]
    # Imported here: it needs packages that come with the extra `stack`.
    from movies_lakehouse.outputs.stack_doctor import check_stack

    return check_stack(cast("StackLake", lake), tables)
