from pathlib import Path

import pytest

from tests.journey.project import copy_project
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
