"""The `movies` command as a user calls it, in a folder of its own, and what it leaves behind there."""

import json
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml

from movies_lakehouse import open_lake
from movies_lakehouse.cli.main import main
from movies_lakehouse.lake.embedded import EmbeddedLake

# Table -> name of a delivered file -> its content.
Files = Mapping[str, Mapping[str, str | bytes]]

CRITIC = "movie_title,release_year,critic_score_percentage,top_critic_score,total_critic_reviews_counted\n"
GROSS = "film_name,year_of_release,box_office_gross_usd\n"
FINANCIALS = "film_name,year_of_release,production_budget_usd,marketing_spend_usd\n"
# Columns that tell when or in which snapshot something happened: all else must not depend on how it came about.
MOMENTS = {"_loaded_at", "loaded_at", "snapshot_id"}


@dataclass(frozen=True)
class Result:
    """What a command answered."""

    exit_code: int
    out: str
    err: str

    def line(self, words: str) -> str:
        """The only line of stdout with these words."""
        (line,) = [line for line in self.out.splitlines() if words in line]
        return line

    def json(self) -> Any:
        return json.loads(self.out)

    def error(self) -> str:
        """The one line on stderr; fails when there is any other, such as those of a traceback."""
        (line,) = self.err.splitlines()
        assert line.startswith("movies: "), line
        return line.removeprefix("movies: ")


def call(*arguments: str) -> Result:
    """Runs the command in this process, which spares it imports of several seconds."""
    out, err, code = StringIO(), StringIO(), 0
    with patch.object(sys, "argv", ["movies", *arguments]), redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
    return Result(code, out.getvalue(), err.getvalue())


class Movies:
    """A folder with deliveries, a configuration, a lake and its output."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lake_folder = folder / "lake"
        self.inbox = folder / "inbox"
        self.out = folder / "out"

    def __call__(self, *arguments: str) -> Result:
        return call("--lake", str(self.lake_folder), *arguments)

    def run(self, files: Files, *options: str) -> Result:
        """Delivers files and does the whole job on them."""
        return call("run", str(self.deliver(files)), *options)

    def ingest(self, files: Files) -> Result:
        """Delivers files and only loads them, each into the table that its name is for."""
        self.deliver(files)
        return self("ingest", *(str(self.inbox / table / name) for table in files for name in files[table]))

    def deliver(self, files: Files) -> Path:
        """Puts files where the configuration that it writes looks for them; gives that configuration."""
        paths: dict[str, list[str]] = {}
        for table, contents in files.items():
            for name, content in contents.items():
                path = self.inbox / table / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.encode() if isinstance(content, str) else content)
                paths.setdefault(table, []).append(str(path))
        return self.configure(source_of(paths))

    def configure(self, source: Any) -> Path:
        path = self.folder / "input.yaml"
        output = {layer: f"out/{layer}" for layer in ("bronze", "silver", "gold")}
        path.write_text(yaml.safe_dump({"source": source, "output": output, "lake": "lake"}, sort_keys=False))
        return path

    @cached_property
    def lake(self) -> EmbeddedLake:
        lake = open_lake(self.lake_folder)
        assert isinstance(lake, EmbeddedLake)
        return lake

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row.values()) for row in self.lake.rows(sql)]

    def values(self, sql: str) -> list[Any]:
        """The only column of an answer."""
        return [value for (value,) in self.rows(sql)]

    def snapshots(self) -> dict[str, int | None]:
        """Current snapshot of every table, by `layer.table`."""
        lake = self.lake
        return {".".join(name): lake.snapshot_id(name) for name in lake.table_names()}

    def content(self, *layers: str) -> dict[str, object]:
        """Sorted rows of every table (of some layers), without what tells of the moment, as all of builds does."""
        lake = self.lake
        return {
            f"{layer}.{table}": sorted(
                json.dumps({name: value for name, value in row.items() if name not in MOMENTS}, default=str)
                for row in lake.table(f"{layer}.{table}").to_arrow().to_pylist()
            )
            for layer, table in lake.table_names()
            if table != "builds" and (layer in layers or not layers)
        }

    def csvs(self) -> dict[str, bytes]:
        """Every file under the output folder; hidden ones are somebody's unfinished work."""
        return {str(path.relative_to(self.out)): path.read_bytes() for path in self.out.rglob("[!.]*.csv")}


def source_of(paths: Mapping[str, list[str]]) -> dict[str, Any]:
    """The `source` of a configuration: box_office's three tables stand under their provider."""
    source: dict[str, Any] = {}
    for table, files in paths.items():
        if table.startswith("box_office_"):
            source.setdefault("box_office", {})[table.removeprefix("box_office_")] = files
        else:
            source[table] = files
    return source


def critics(*rows: str) -> str:
    """A critic_agg delivery of these lines."""
    return CRITIC + "".join(f"{row}\n" for row in rows)


def pulse(*movies: Mapping[str, Any]) -> str:
    """An audience_pulse delivery; of a movie only what matters need be said."""
    sound = {
        "title": "",
        "year": "2001",
        "audience_average_score": 7.5,
        "total_audience_ratings": 1000,
        "domestic_box_office_gross": 1000000,
    }
    return json.dumps([sound | dict(movie) for movie in movies])
