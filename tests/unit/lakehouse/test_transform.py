import pytest

from lakehouse import dbt_run
from lakehouse.dbt_run import Built, DbtOutcome, Finding
from lakehouse.runtime.embedded import EmbeddedLake
from lakehouse.transform import BUILDS, Build, delivered, described, inputs, last_inputs, record, transform
from tests.unit.lakehouse.support import contract, put, snapshots, tables_of

TABLES = tables_of(contract("critics"), contract("fans"))
OUTCOME = DbtOutcome([Built("gold.films", {})], tests=3, failed=[], warned=[])


@pytest.fixture
def bronze(lake: EmbeddedLake) -> EmbeddedLake:
    lake.create_bronze(TABLES)
    return lake


def test_tables_about_deliveries_do_not_enter_silver(bronze: EmbeddedLake) -> None:
    put(bronze, "gold.films", "select 1 as a")
    assert delivered(bronze) == [("bronze", "critics"), ("bronze", "fans")]


def test_nothing_is_done_when_nothing_changed(bronze: EmbeddedLake) -> None:
    record(bronze, inputs(bronze), OUTCOME, ["gold.films"])
    assert transform(bronze, TABLES, on_start=lambda: pytest.fail("it started")) == Build()
    assert len(snapshots(bronze, BUILDS)) == 1


def test_what_makes_a_build_due(bronze: EmbeddedLake, monkeypatch: pytest.MonkeyPatch) -> None:
    assert last_inputs(bronze) is None
    before = inputs(bronze)
    record(bronze, before, OUTCOME, [])
    assert last_inputs(bronze) == before == inputs(bronze)
    rows = bronze.table("bronze.critics").to_arrow()
    bronze.catalog.load_table("bronze.deliveries").append(bronze.table("bronze.deliveries").to_arrow())
    assert inputs(bronze) == before
    bronze.catalog.load_table("bronze.critics").append(rows)
    after = inputs(bronze)
    assert after != before
    monkeypatch.setattr("lakehouse.transform.project_fingerprint", lambda: "other models")
    assert inputs(bronze) not in (before, after)


def test_the_record_of_a_build(bronze: EmbeddedLake) -> None:
    warned = [Finding("is_fresh", 1, "select 1")]
    record(bronze, "x", DbtOutcome(OUTCOME.built, 3, [], warned), ["gold.films", "gold.years"])
    (row,) = bronze.rows("select * exclude (built_at) from gold.builds")
    assert row == {"models": 1, "tests": 3, "warnings": 1, "published": "gold.films, gold.years"}


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (1, "data test is_unique: 1 found: title=Film 0, n=0"),
        (5, "data test is_unique: 5 found: " + " | ".join(f"title=Film {n}, n={n}" for n in range(5))),
        (7, "data test is_unique: 7 found: " + " | ".join(f"title=Film {n}, n={n}" for n in range(5)) + " and 2 more"),
    ],
)
def test_a_failed_test_tells_the_rows(lake: EmbeddedLake, rows: int, line: str) -> None:
    with lake.database() as database:
        sql = f"select 'Film ' || n as title, n from range({rows}) as t(n) order by n"
        assert described(database, Finding("is_unique", rows, sql)) == line


def test_the_fingerprint_is_of_all_that_decides(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path_factory.mktemp("dbt")
    monkeypatch.setattr(dbt_run, "PROJECT", project)
    seen = [dbt_run.project_fingerprint()]
    for name in ("models/a.sql", "models/b.sql", "models/a.yml", "seeds/a.csv"):
        for content in ("x", "y"):
            (project / name).parent.mkdir(exist_ok=True)
            (project / name).write_text(content)
            seen.append(dbt_run.project_fingerprint())
    (project / "models" / "a.sql").rename(project / "models" / "c.sql")
    seen.append(dbt_run.project_fingerprint())
    assert len(set(seen)) == len(seen)
    for name in ("target/a.sql", "models/target/a.sql", "logs/a.sql", "models/a.md"):
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text("x")
    assert dbt_run.project_fingerprint() == seen[-1]


def test_an_error_of_dbt_in_one_line() -> None:
    assert dbt_run.one_line("Parser Error\n  in model  x\n") == "Parser Error in model x"
