"""A copy of the project that a test may change, and the command as that copy has it."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from ingest.contracts import read_contracts
from movies_lakehouse.build import generate
from tests.journey.support import Result

ROOT = Path(__file__).parents[2]


def copy_project(copy: Path) -> Path:
    """Copies what the command is made of."""
    for folder in ("ingest", "movies_lakehouse", "dbt"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=without_leftovers)
    shutil.copy(ROOT / "README.md", copy)
    return copy


def without_leftovers(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if name in {"logs", "__pycache__"}}


def replace_once(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert text.count(old) == 1, f"{old!r} is not once in {path}"
    path.write_text(text.replace(old, new))


@dataclass(frozen=True)
class ChangingProject:
    """Contracts and dbt project that a test may change, in the place of the real ones."""

    contracts: Path
    dbt: Path

    def change(self, contract: str, old: str, new: str) -> None:
        """Changes a contract and does what docs/add-a-provider.md says to do after it."""
        replace_once(self.contracts / f"{contract}.yml", old, new)
        self.generate()

    def generate(self) -> None:
        contracts = read_contracts(self.contracts)
        (self.dbt / "macros/contracts.sql").write_text(generate.macros(contracts))
        (self.dbt / "models/bronze/_sources.yml").write_text(generate.sources(contracts))


def in_project(project: Path, module: str, *arguments: str) -> Result:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
    )
    return Result(done.returncode, done.stdout, done.stderr)
