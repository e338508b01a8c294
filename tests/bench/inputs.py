"""What the sections measure on: delivery sets, configurations, the title key."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.bench.measure import ROOT

CONFIG = """\
source:
  audience_pulse: {files}/audience_pulse{day}.json
  critic_agg: {files}/critic_agg{day}.csv
  box_office:
    domestic: {files}/box_office_domestic{day}.csv
    financials: {files}/box_office_financials{day}.csv
    international: {files}/box_office_international{day}.csv
output:
  bronze: {home}/out/bronze
  silver: {home}/out/silver
  gold: {home}/out/gold
lake: {home}/lake
"""


def tell(progress: str) -> None:
    """Say on stderr what is under way; stdout is for the figures."""
    print(progress, file=sys.stderr, flush=True)


def generate(folder: Path, movies: int, start: int = 0) -> int:
    """Write a delivery set in a process of its own; give its number of rows."""
    command = [sys.executable, "-m", "tests.bench.generate", folder, "--movies", movies, "--start", start]
    return int(subprocess.run([*map(str, command)], cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def full_set(work: Path, movies: int) -> tuple[Path, int]:
    """Give the big delivery set, made once, and its number of rows."""
    folder, count = work / "full", work / "full.rows"
    if not count.exists():
        tell(f"generating {movies:,} movies")
        count.write_text(str(generate(folder, movies)))
    return folder, int(count.read_text())


def configure(home: Path, files: Path, day: str = "") -> Path:
    """
    Write the configuration of a run that reads `files` and keeps everything it makes in `home`.

    `day` ends the files' names, before their suffix.
    """
    home.mkdir(parents=True, exist_ok=True)
    config = home / "input.yaml"
    config.write_text(CONFIG.format(files=files, home=home, day=day), encoding="utf-8")
    return config


def repeat_body(source: Path, target: Path, times: int) -> None:
    """Copy a CSV file with its records repeated."""
    with source.open("rb") as read, target.open("wb") as write:
        write.write(read.readline())
        body = read.tell()
        for _ in range(times):
            read.seek(body)
            shutil.copyfileobj(read, write)
