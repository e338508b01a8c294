from pathlib import Path

import pytest

from movies_lakehouse.lake.embedded import EmbeddedLake
from tests.unit.movies_lakehouse.support import new_lake


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have settings of their own."""
    for name in ("MOVIES_LAKE", "MOVIES_RUNTIME", "MOVIES_MEMORY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def lake(tmp_path: Path) -> EmbeddedLake:
    return new_lake(tmp_path / "lake")
