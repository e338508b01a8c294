import shutil
from pathlib import Path

import pytest

from ingest.contracts import CONTRACTS, read_contracts
from movies_lakehouse.build import dbt_runner
from tests.journey.project import ROOT, ChangingProject, copy_project, without_leftovers
from tests.journey.support import Movies


@pytest.fixture
def movies(tmp_path: Path) -> Movies:
    return Movies(tmp_path)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Movies:
    """One folder for a module whose tests do not get into each other's way."""
    return Movies(tmp_path_factory.mktemp("shared"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project, to change."""
    return copy_project(tmp_path / "project")


@pytest.fixture
def dbt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the dbt project, which this process takes for the real one."""
    copy = tmp_path / "dbt"
    shutil.copytree(ROOT / "dbt", copy, ignore=without_leftovers)
    monkeypatch.setattr(dbt_runner, "PROJECT", copy)
    return copy


@pytest.fixture
def changing(tmp_path: Path, dbt: Path, monkeypatch: pytest.MonkeyPatch) -> ChangingProject:
    contracts = Path(shutil.copytree(CONTRACTS, tmp_path / "contracts"))
    # Two tests may change the project alike, and each has a copy of its own.
    monkeypatch.setattr(dbt_runner, "MANIFESTS", {})
    # Of every verb.
    monkeypatch.setattr(read_contracts, "__defaults__", (contracts,))
    return ChangingProject(contracts, dbt)
