"""Upkeep of the record of builds, which the next build asks whether there is anything to do."""

import pytest
from pyiceberg.exceptions import ServerError
from pyiceberg.table import Table

from ingest.common import retries
from movies_lakehouse.build.duckdb_engine import DuckdbEngine
from movies_lakehouse.lake.embedded import EmbeddedLake
from movies_lakehouse.upkeep import service
from movies_lakehouse.upkeep.maintain import Keep, maintain
from tests.unit.movies_lakehouse.support import put, read, record

BUILDS = 12
KEEP = {layer: Keep(days=0, snapshots=3) for layer in ("bronze", "silver", "gold")}


def test_the_record_of_builds_stays_what_it_was(lake: EmbeddedLake) -> None:
    for number in range(BUILDS):
        record(lake, built_from=f"inputs {number}")
    rows = read(lake, "gold.builds")
    [done] = [each for each in maintain(lake, KEEP) if each.table == "gold.builds"]
    assert (done.small_files_compacted, done.snapshots_expired) == (BUILDS, BUILDS + 1 - KEEP["gold"].snapshots)
    assert read(lake, "gold.builds") == rows
    assert DuckdbEngine(lake, {}).last_inputs() == f"inputs {BUILDS - 1}"


def test_a_snapshot_with_a_name_stays(lake: EmbeddedLake) -> None:
    for number in range(6):
        put(lake, "gold.movies", f"select {number} as n")
        if number == 1:
            table = lake.catalog.load_table("gold.movies")
            tagged = table.metadata.current_snapshot_id
            assert tagged
            table.manage_snapshots().create_tag(tagged, "audited").commit()
    maintain(lake, KEEP)
    assert lake.table("gold.movies", tagged).to_arrow().to_pylist() == [{"n": 1}]
    assert len(lake.catalog.load_table("gold.movies").snapshots()) == 4
    assert read(lake, "gold.movies") == [{"n": 5}]


@pytest.mark.parametrize(("failures", "exit_code"), [(2, 0), (9, 13)])
def test_a_catalog_that_fails_is_asked_again(
    lake: EmbeddedLake,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    failures: int,
    exit_code: int,
) -> None:
    """As it does where its database was restarted: each connection that it had fails once."""
    put(lake, "gold.movies", "select 1 as n")
    left, load_table = [ServerError("no connection")] * failures, lake.catalog.load_table

    def failing(name: str | tuple[str, ...]) -> Table:
        if left:
            raise left.pop()
        return load_table(name)

    monkeypatch.setattr(lake.catalog, "load_table", failing)
    monkeypatch.setattr(service, "RestLake", lambda *_: lake)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setattr(service, "start_logging", lambda *_: None)
    monkeypatch.setattr(lake, "remove_unused", lambda: None, raising=False)
    monkeypatch.setattr(retries, "UNANSWERED_PAUSES", (0.0, 0.0, 0.0))
    for name in ("CATALOG_URI", "CATALOG_TOKEN"):
        monkeypatch.setenv(f"MOVIES_{name}", "x")
    assert service.main(["--once"]) == exit_code
    assert "Traceback" not in capsys.readouterr().err
