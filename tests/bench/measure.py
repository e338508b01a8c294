"""Run a command as a fresh process and say what it cost.

This process must stay small: a child's peak memory starts at its parent's, so nothing heavy is imported here.
"""

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).parents[2]


class Cost(NamedTuple):
    """What a process cost: wall-clock seconds, and the peak resident memory in MiB of its largest process."""

    seconds: float
    mib: float


def measure(*command: str | Path, checkout: Path = ROOT) -> Cost:
    """Run `python COMMAND...` in a folder of the project; raise SystemExit with what it said where it fails."""
    arguments = [sys.executable, *map(str, command)]
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(arguments, cwd=checkout, stdout=said, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"bench: {' '.join(arguments)} failed:\n{said.read().decode(errors='replace')}")
    return Cost(seconds, usage.ru_maxrss / 1024)


def typical(costs: list[Cost]) -> Cost:
    """Give the median seconds and the highest memory."""
    return Cost(median(cost.seconds for cost in costs), max(cost.mib for cost in costs))


def spread(costs: list[Cost]) -> str:
    """Say the fastest and the slowest in seconds."""
    return f"{min(cost.seconds for cost in costs):.1f} - {max(cost.seconds for cost in costs):.1f}"


def table(header: str, rows: Sequence[Sequence[object]]) -> str:
    """Lay out a Markdown table; the header's cells are separated by |, all but the first column are figures."""
    names = [name.strip() for name in header.split("|")]
    lines: list[Sequence[object]] = [names, ["---", *["---:"] * (len(names) - 1)], *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def machine() -> str:
    """Describe the machine and the versions that were measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cpu = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.machine(),
    )
    packages = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "pyarrow", "pyiceberg", "dbt-core", "pandas"))
    return (
        f"{os.cpu_count()} cores ({cpu}), {memory:.0f} GiB of memory, {platform.system()} {platform.release()}; "
        f"Python {platform.python_version()}, {packages}."
    )
