"""The verb that keeps a lake small and quick."""

from dataclasses import asdict
from typing import Annotated

import typer

from ingest.common.errors import MoviesError
from ingest.common.settings import KeepSettings, read_settings
from movies_lakehouse.cli.options import AsJson, lake_to_read
from movies_lakehouse.lake.builds import nothing_yet
from movies_lakehouse.outputs import show


def maintain(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    json: AsJson = False,
) -> None:
    """Make large files of small ones, and remove old snapshots and files that nothing needs. May run beside all else.

    Bronze keeps 90 days of snapshots, silver and gold 30 days and the last 20 builds. The newest rows of every table
    and the delivered files stay for ever.

    \b
    movies maintain --dry-run
    """
    # Imported here: no other verb needs it.
    from movies_lakehouse.lake.iceberg import IcebergLake
    from movies_lakehouse.upkeep.maintain import keep_of, maintain

    lake = lake_to_read(context)
    if not isinstance(lake, IcebergLake):
        raise MoviesError("maintain: this is for a lake in a folder; it has no key that may remove files of the stack")
    done = maintain(lake, keep_of(read_settings(KeepSettings)), dry_run)
    if json:
        show.as_json([asdict(each) for each in done])
    elif not done:
        show.say(nothing_yet("bronze"))
    else:
        show.table([asdict(each) for each in done])
    if any(each.problem for each in done):
        raise typer.Exit(1)
