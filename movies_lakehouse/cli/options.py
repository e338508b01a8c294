"""What several verbs share: their options, and the lake that these name."""

from pathlib import Path
from typing import Annotated, Any

import typer

from ingest.common.errors import MoviesError
from ingest.common.settings import settings
from movies_lakehouse.lake import CATALOG_FILE, open_lake
from movies_lakehouse.lake.lake import Lake

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")]


def options(
    context: typer.Context,
    lake: Annotated[Path | None, typer.Option(help="Folder of the lake [MOVIES_LAKE; default: ./lake].")] = None,
    runtime: Annotated[str | None, typer.Option(help="What runs it [MOVIES_RUNTIME; default: embedded].")] = None,
    debug: Annotated[bool, typer.Option(help="Show where an error came from.")] = False,
) -> None:
    context.obj = {"lake": lake, "runtime": runtime}


def lake_of(context: typer.Context, **fallback: Any) -> Lake:
    """The lake that the options name, else the one that a run's file names, else the default."""
    return open_lake(**{name: value or fallback.get(name) for name, value in context.obj.items()})


def lake_to_read(context: typer.Context) -> Lake:
    """The lake that the options name; MoviesError, and no folder made, where there is none."""
    chosen = settings(**context.obj)
    if chosen.runtime == "embedded" and not (chosen.lake / CATALOG_FILE).exists():
        raise MoviesError(f"{chosen.lake}: there is no lake at this path; correct it, or make one with movies ingest")
    return lake_of(context)
