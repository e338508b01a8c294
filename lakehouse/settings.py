"""Where the lake is and what computes it: options, else the environment, become one frozen value, only here."""

import os
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import BadContract

RUNTIMES = ("embedded",)


@dataclass(frozen=True)
class Settings:
    """Settings of one command; `memory` is what DuckDB may use before it spills to disk, as DuckDB writes sizes."""

    lake: Path
    runtime: str
    memory: str


def settings(lake: Path | str | None = None, runtime: str | None = None) -> Settings:
    """What was given, else MOVIES_LAKE, MOVIES_RUNTIME and MOVIES_MEMORY, else the defaults."""
    chosen = runtime or os.environ.get("MOVIES_RUNTIME") or "embedded"
    if chosen not in RUNTIMES:
        raise BadContract(f"runtime {chosen!r} is not known; it can be: {', '.join(RUNTIMES)}")
    folder = Path(lake or os.environ.get("MOVIES_LAKE") or "lake").expanduser().resolve()
    # Tables know their files by address, where these have a meaning of their own.
    if odd := [letter for letter in "#?%" if letter in str(folder)]:
        raise BadContract(f"{folder}: the path of a lake cannot have {' or '.join(odd)}; choose another folder")
    return Settings(
        lake=folder,
        runtime=chosen,
        memory=os.environ.get("MOVIES_MEMORY") or "1GB",
    )
