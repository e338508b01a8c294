import fcntl
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from ingest.bronze.tables import create_tables
from ingest.common.errors import MoviesError
from movies_lakehouse.build.duckdb_engine import scratch
from movies_lakehouse.lake.embedded import EmbeddedLake
from tests.unit.movies_lakehouse.support import contract, new_lake, put, tables_of

TABLES = tables_of(contract("critics"))

# Says that it is ready, waits for a word, opens the lake and makes its tables.
OPENS = """
import sys
from pathlib import Path
from ingest.bronze.tables import create_tables
from tests.unit.movies_lakehouse.support import contract, new_lake, tables_of

print("ready", flush=True)
sys.stdin.readline()
lake = new_lake(Path(sys.argv[1]))
create_tables(lake.catalog, tables_of(contract("critics")))
print(lake.table_names())
"""


def error_of(action: Callable[[], object]) -> str:
    with pytest.raises(MoviesError) as error:
        action()
    assert "\n" not in str(error.value)
    return str(error.value)


def test_two_processes_open_a_new_lake_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OPENS, str(tmp_path / "lake")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    processes = [subprocess.Popen(command, text=True, **pipes) for _ in range(2)]  # type: ignore[call-overload]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        out, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, "")
        assert "('bronze', 'critics')" in out


def test_a_lake_is_found_again(tmp_path: Path) -> None:
    put(new_lake(tmp_path / "lake"), "gold.movies", "select 'Up' as title")
    assert new_lake(tmp_path / "lake").rows("select * from gold.movies") == [{"title": "Up"}]


def test_a_lake_that_was_moved_is_refused(tmp_path: Path) -> None:
    create_tables(new_lake(tmp_path / "lake").catalog, TABLES)
    (tmp_path / "lake").rename(tmp_path / "moved")
    says = error_of(lambda: new_lake(tmp_path / "moved").table_names())
    assert says == (f"{tmp_path}/moved: this lake was made in {tmp_path}/lake; move it back there, or start a new one")
    (tmp_path / "moved").rename(tmp_path / "lake")
    assert ("bronze", "critics") in new_lake(tmp_path / "lake").table_names()


def test_a_table_now_and_then(lake: EmbeddedLake) -> None:
    put(lake, "gold.movies", "select 'Up' as title")
    first = lake.snapshot_id(("gold", "movies"))
    put(lake, "gold.movies", "select 'Ran' as title")
    assert lake.table("gold.movies").to_arrow().to_pylist() == [{"title": "Ran"}]
    assert lake.table("gold.movies", first).to_pandas()["title"].tolist() == ["Up"]


def test_a_filter_on_an_old_snapshot_means_the_columns_of_then(lake: EmbeddedLake) -> None:
    put(lake, "gold.movies", "select 'Up' as title, 8 as score")
    first = lake.snapshot_id(("gold", "movies"))
    put(lake, "gold.movies", "select 'Up' as title, 'good' as score")
    put(lake, "gold.movies", "select 'Up' as title, cast(9 as bigint) as score, 2009 as year")
    then = lake.table("gold.movies", first)
    assert then.to_arrow().to_pylist() == [{"title": "Up", "score": 8}]
    assert then.filter("score > 5").to_arrow().to_pylist() == [{"title": "Up", "score": 8}]
    assert then.filter("score is null").to_arrow().to_pylist() == []
    assert then.select("score").to_arrow().to_pylist() == [{"score": 8}]
    assert lake.table("gold.movies").filter("score > 8").to_arrow()["year"].to_pylist() == [2009]


def test_a_snapshot_that_is_not_there(lake: EmbeddedLake) -> None:
    put(lake, "gold.movies", "select 'Up' as title")
    assert error_of(lambda: lake.table("gold.movies", 7)) == "gold.movies: there is no snapshot 7"


def test_a_table_that_is_not_there(lake: EmbeddedLake) -> None:
    says = error_of(lambda: lake.table("gold.movie"))
    assert says == "there is no table 'gold.movie'; there are: none yet (movies run makes them)"
    put(lake, "silver.movies", "select 1 as a")
    put(lake, "gold.movies", "select 1 as a")
    says = error_of(lambda: lake.table("gold.movie"))
    assert says == "there is no table 'gold.movie'; there are: gold.movies, silver.movies"


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("selec 1", "SQL: Parser Error: "),
        ("select * from gold.nothing", "SQL: Catalog Error: "),
        ("select nothing from gold.movies", "SQL: Binder Error: "),
        ("select cast(title as integer) from gold.movies", "SQL: Conversion Error: "),
        ("create table movies (title text)", "SQL: this asks for no rows; begin with select"),
        ("-- only a remark", "SQL: this asks for no rows; begin with select"),
        ("", "SQL: this asks for no rows; begin with select"),
    ],
)
def test_sql_that_cannot_be_answered(lake: EmbeddedLake, query: str, says: str) -> None:
    put(lake, "gold.movies", "select 'Up' as title")
    assert error_of(lambda: lake.sql(query)).startswith(says)


@pytest.mark.parametrize(
    "query", ["select * from gold.movies", "SELECT * FROM GOLD.MOVIES", 'from gold."movies" limit 1;']
)
def test_sql(lake: EmbeddedLake, query: str) -> None:
    put(lake, "gold.movies", "select 'Up' as title, 2009 as year")
    assert lake.rows(query) == [{"title": "Up", "year": 2009}]


def test_sql_over_all_layers(lake: EmbeddedLake) -> None:
    for layer in ("bronze", "silver", "gold"):
        put(lake, f"{layer}.movies", f"select '{layer}' as layer, 1 as number")
    query = "select * from bronze.movies join silver.movies using (number) join gold.movies using (number)"
    assert lake.sql(query).to_pydict() == {
        "layer": ["bronze"],
        "number": [1],
        "layer_2": ["silver"],
        "layer_3": ["gold"],
    }


def test_a_database_keeps_to_the_settings_and_is_closed(lake: EmbeddedLake) -> None:
    with lake.database() as database:
        settings = (
            "select current_setting('memory_limit'), current_setting('TimeZone'), current_setting('temp_directory')"
        )
        assert database.sql(settings).fetchall() == [("190.7 MiB", "UTC", f"{lake.folder}/tmp")]
        # Exactly so: a machine's own zone may be Etc/UTC.
        assert database.cursor().sql("select current_setting('TimeZone')").fetchall() == [("UTC",)]
    with pytest.raises(duckdb.ConnectionException):
        database.execute("select 1")


def test_rows_and_snapshots_of_a_table(lake: EmbeddedLake) -> None:
    create_tables(lake.catalog, TABLES)
    assert (lake.row_count(("bronze", "critics")), lake.snapshot_id(("bronze", "critics"))) == (0, None)
    put(lake, "gold.movies", "select * from range(3) as t(number)")
    assert lake.row_count(("gold", "movies")) == 3


def test_scratch_begins_and_ends_empty(lake: EmbeddedLake) -> None:
    (lake.folder / "build").mkdir()
    (lake.folder / "build" / "left.parquet").touch()
    with pytest.raises(KeyboardInterrupt), scratch(lake.folder / "build") as folder:
        assert (folder.parent, list(folder.iterdir())) == (lake.folder, [])
        (folder / "new.parquet").touch()
        raise KeyboardInterrupt
    assert not folder.exists()


def test_a_lock_is_held_and_let_go(lake: EmbeddedLake) -> None:
    def take() -> None:
        with (lake.folder / "x.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)

    with pytest.raises(KeyboardInterrupt), lake.locked("x.lock"):
        with pytest.raises(BlockingIOError):
            take()
        raise KeyboardInterrupt
    take()
