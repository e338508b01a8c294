"""What the engines say differently is said for each of them."""

import pytest

from tests.spec.macros import FOLDER, macros


@pytest.mark.parametrize("name", sorted(path.stem for path in (FOLDER / "engine").glob("*.sql")))
def test_engine_macro_has_a_version_for_each_engine(name: str) -> None:
    assert {f"duckdb__{name}", f"trino__{name}", f"default__{name}"} <= macros("duckdb").keys()
