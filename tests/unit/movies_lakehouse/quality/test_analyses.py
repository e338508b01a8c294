import re
from pathlib import Path

import pytest

from movies_lakehouse.build.dbt_runner import ENGINES, PROJECT
from movies_lakehouse.outputs.quality.analyses import analyses

TRINO_SETTINGS = ["MOVIES_TRINO_HOST", "MOVIES_TRINO_PORT", "MOVIES_TRINO_USER", "MOVIES_TRINO_PASSWORD", "MOVIES_CA"]


@pytest.mark.filterwarnings("ignore:invalid escape sequence:DeprecationWarning")  # in macros of dbt-trino
@pytest.mark.parametrize("target", ENGINES)
def test_tables_are_named_as_they_are_published(target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Whoever asks for a report need not know how dbt signs in.
    for name in TRINO_SETTINGS:
        monkeypatch.delenv(name, raising=False)
    found = analyses(tmp_path, target, {})
    assert found.keys() == {path.stem for path in (PROJECT / "analyses").glob("*.sql")}
    for name, analysis in found.items():
        assert set(re.findall(r"\b(?:bronze|silver|gold)\.\w+", analysis.sql)) == analysis.reads, name
        assert not {"memory", "lake_rw", "audit"} & set(re.findall(r"\w+", analysis.sql)), name
