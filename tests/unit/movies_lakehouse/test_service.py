"""The dbt service: which engine it builds with, for which catalog."""

import pytest

from movies_lakehouse.build import service


@pytest.mark.parametrize(
    ("engine", "catalog", "said"),
    [
        ("spark", "rest", "MOVIES_ENGINE is 'spark'; it can be: duckdb, trino"),
        ("duckdb", "hive", "MOVIES_CATALOG is 'hive'; Input should be 'sqlite', 'rest' or 'glue'"),
        ("trino", "glue", "asks a REST catalog, and MOVIES_CATALOG is 'glue'; choose MOVIES_ENGINE=duckdb, or"),
        ("trino", "sqlite", "asks a REST catalog, and MOVIES_CATALOG is 'sqlite'; choose MOVIES_ENGINE=duckdb, or"),
    ],
)
def test_no_engine_or_a_senseless_pair_ends_it_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], engine: str, catalog: str, said: str
) -> None:
    monkeypatch.setenv("MOVIES_ENGINE", engine)
    monkeypatch.setenv("MOVIES_CATALOG", catalog)
    monkeypatch.setattr("movies_lakehouse.build.service.signal.signal", lambda *_: None)
    assert service.main([]) == 10
    [line] = capsys.readouterr().out.splitlines()
    assert said in line
