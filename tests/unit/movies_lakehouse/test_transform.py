import pytest

from ingest.bronze.tables import create_tables
from movies_lakehouse.build import dbt_runner
from movies_lakehouse.build.dbt_runner import Finding
from movies_lakehouse.build.duckdb_engine import DuckdbEngine, delivered
from movies_lakehouse.build.engine import Build
from movies_lakehouse.build.run import build
from movies_lakehouse.build.transform import changed_tables, described, inputs
from movies_lakehouse.lake.builds import BUILDS
from movies_lakehouse.lake.embedded import EmbeddedLake
from tests.unit.movies_lakehouse.support import contract, put, record, snapshots, tables_of

TABLES = tables_of(contract("critics"), contract("fans"))


@pytest.fixture
def bronze(lake: EmbeddedLake) -> EmbeddedLake:
    create_tables(lake.catalog, TABLES)
    return lake


def test_tables_about_deliveries_do_not_enter_silver(bronze: EmbeddedLake) -> None:
    put(bronze, "gold.movies", "select 1 as a")
    assert delivered(bronze) == [("bronze", "critics"), ("bronze", "fans")]


def test_nothing_is_done_when_nothing_changed(bronze: EmbeddedLake) -> None:
    record(bronze)
    assert build(bronze, TABLES, on_start=lambda: pytest.fail("it started")) == Build()
    assert len(snapshots(bronze, BUILDS)) == 1


def test_what_makes_a_build_due(bronze: EmbeddedLake, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = DuckdbEngine(bronze, TABLES)
    assert engine.last_inputs() is None
    before = inputs(engine, engine.bronze())
    record(bronze)
    assert engine.last_inputs() == before == inputs(engine, engine.bronze())
    rows = bronze.table("bronze.critics").to_arrow()
    bronze.catalog.load_table("bronze.deliveries").append(bronze.table("bronze.deliveries").to_arrow())
    assert inputs(engine, engine.bronze()) == before
    bronze.catalog.load_table("bronze.critics").append(rows)
    after = inputs(engine, engine.bronze())
    assert after != before
    monkeypatch.setattr("movies_lakehouse.build.transform.project_fingerprint", lambda target: "other models")
    assert inputs(engine, engine.bronze()) not in (before, after)


@pytest.mark.parametrize(
    ("last", "changed"),
    [
        ('{"bronze": {"critics": 1, "fans": 2}, "project": "a"}', ["critics"]),
        ('{"bronze": {"critics": 7, "fans": null}, "project": "a"}', ["fans"]),
        ('{"bronze": {"critics": 7}, "project": "a"}', ["fans"]),
        # Other models, or nothing to compare with: only a build of everything will do.
        ('{"bronze": {"critics": 1, "fans": 2}, "project": "b"}', []),
        (None, []),
    ],
)
def test_which_tables_changed(last: str | None, changed: list[str]) -> None:
    assert changed_tables(last, '{"bronze": {"critics": 7, "fans": 2}, "project": "a"}') == changed


def test_the_record_of_a_build(bronze: EmbeddedLake) -> None:
    record(bronze, Build(1, 3, published=["gold.movies", "gold.years"], warnings=["late"], seconds=2.5))
    (row,) = bronze.rows("select * exclude (built_at) from gold.builds")
    counts = {"models": 1, "tests": 3, "warnings": 1}
    assert row == counts | {"published": "gold.movies, gold.years", "number": 1, "seconds": 2.5}


def test_builds_that_an_older_version_recorded_count_too(bronze: EmbeddedLake) -> None:
    record(bronze)
    with bronze.catalog.load_table("gold.builds").update_schema() as update:
        update.delete_column("number").delete_column("seconds")
    record(bronze, Build(seconds=2.5))
    rows = bronze.rows("select number, seconds, models from gold.builds order by built_at")
    assert [tuple(row.values()) for row in rows] == [(None, None, 1), (2, 2.5, 0)]


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (1, "data test is_unique: 1 found: title=Movie 0, n=0"),
        (5, "data test is_unique: 5 found: " + " | ".join(f"title=Movie {n}, n={n}" for n in range(5))),
        (7, "data test is_unique: 7 found: " + " | ".join(f"title=Movie {n}, n={n}" for n in range(5)) + " and 2 more"),
    ],
)
def test_a_failed_test_tells_the_rows(lake: EmbeddedLake, rows: int, line: str) -> None:
    engine = DuckdbEngine(lake, {})
    with engine.open():
        sql = f"select 'Movie ' || n as title, n from range({rows}) as t(n) order by n"
        assert described(engine, Finding("is_unique", rows, sql)) == line


def test_the_fingerprint_is_of_all_that_decides(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path_factory.mktemp("dbt")
    monkeypatch.setattr(dbt_runner, "PROJECT", project)
    seen = [dbt_runner.project_fingerprint("embedded")]
    for name in ("models/a.sql", "models/b.sql", "models/a.yml", "seeds/a.csv"):
        for content in ("x", "y"):
            (project / name).parent.mkdir(exist_ok=True)
            (project / name).write_text(content)
            seen.append(dbt_runner.project_fingerprint("embedded"))
    (project / "models" / "a.sql").rename(project / "models" / "c.sql")
    seen.append(dbt_runner.project_fingerprint("embedded"))
    assert len(set(seen)) == len(seen)
    for name in ("target/a.sql", "models/target/a.sql", "logs/a.sql", "models/a.md"):
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text("x")
    assert dbt_runner.project_fingerprint("embedded") == seen[-1]


def test_an_error_of_dbt_in_one_line() -> None:
    assert dbt_runner.one_line("Parser Error\n  in model  x\n") == "Parser Error in model x"
