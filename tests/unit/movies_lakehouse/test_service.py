"""The dbt service: which engine it builds with."""

import pytest

from movies_lakehouse.build import service


def test_an_unknown_engine_ends_it_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MOVIES_ENGINE", "spark")
    monkeypatch.setattr("movies_lakehouse.build.service.signal.signal", lambda *_: None)
    assert service.main([]) == 10
    [line] = capsys.readouterr().out.splitlines()
    assert "MOVIES_ENGINE is 'spark'; it can be: duckdb, trino" in line
