import pyarrow.parquet as pq
import pytest
from pyiceberg.catalog import Catalog

from ingest.bronze import commits
from ingest.bronze.delivery_record import history, recorded_deliveries
from ingest.bronze.tables import NO_RETRIES, create_tables
from ingest.readers.batch import MAX_FIELD_BYTES
from tests.unit.ingest.conftest import Deliver
from tests.unit.ingest.support import HEADER, movies, table


def test_columns_their_order_and_their_meaning(catalog: Catalog) -> None:
    create_tables(catalog, {"movies": movies()})
    columns = {
        field.name: (str(field.field_type), field.doc) for field in catalog.load_table("bronze.movies").schema().fields
    }
    assert list(columns) == [
        *("title", "year", "score", "_extra", "_file", "_sha256", "_line", "_delivered_on", "_loaded_at"),
    ]
    assert columns["title"] == ("string", "Title.")
    assert [columns[name][0] for name in ("_line", "_delivered_on", "_loaded_at")] == ["long", "date", "timestamptz"]
    for name in ("movies", "deliveries", "malformed_records"):
        iceberg = catalog.load_table(f"bronze.{name}")
        assert all(field.doc for field in iceberg.schema().fields)


def test_a_row_knows_where_it_comes_from(catalog: Catalog, deliver: Deliver) -> None:
    receipt = deliver(HEADER + "\nUp,2009,8\n", "movies_2026-11-01.csv")
    (row,) = table(catalog, "movies")
    assert (row["title"], row["year"], row["score"], row["_extra"]) == ("Up", "2009", "8", None)
    assert (row["_file"], row["_sha256"], row["_line"]) == ("movies_2026-11-01.csv", receipt.sha256, 3)
    assert str(row["_delivered_on"]) == "2026-11-01"
    assert row["_loaded_at"].tzname() == "UTC"
    (record,) = recorded_deliveries(catalog.load_table("bronze.movies"))
    assert (record.file, record.sha256, record.loaded_at) == (row["_file"], row["_sha256"], row["_loaded_at"])


def test_without_a_day_in_its_name_the_day_of_a_delivery_is_not_known(catalog: Catalog, deliver: Deliver) -> None:
    deliver(HEADER + "Up,2009,8\n")
    assert [row["_delivered_on"] for row in table(catalog, "movies")] == [None]
    assert [row["delivered_on"] for row in table(catalog, "deliveries")] == [None]
    assert [record.delivered_on for record in recorded_deliveries(catalog.load_table("bronze.movies"))] == [None]


def test_data_files_carry_field_ids(catalog: Catalog, deliver: Deliver) -> None:
    deliver(HEADER + "Up,2009,8\n")
    iceberg = catalog.load_table("bronze.movies")
    (task,) = iceberg.scan().plan_files()
    schema = pq.read_schema(task.file.file_path.removeprefix("file://"))
    ids = {field.name: int(field.metadata[b"PARQUET:field_id"]) for field in schema}
    assert ids == {field.name: field.field_id for field in iceberg.schema().fields}
    assert {str(field.type) for field in schema} == {"string", "int64", "date32[day]", "timestamp[us, tz=UTC]"}


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("movies", {"_loaded_at", "_sha256"}),
        ("deliveries", {"loaded_at", "sha256"}),
        ("malformed_records", {"loaded_at", "sha256"}),
    ],
)
def test_only_columns_by_which_a_load_is_looked_for_have_bounds(
    catalog: Catalog, deliver: Deliver, name: str, columns: set[str]
) -> None:
    deliver(HEADER + "Up,2009,8\nshort\n")
    iceberg = catalog.load_table(f"bronze.{name}")
    (task,) = iceberg.scan().plan_files()
    for bounds in (task.file.lower_bounds, task.file.upper_bounds):
        assert {iceberg.schema().find_column_name(field_id) for field_id in bounds} == columns


def test_every_column_but_the_title_is_written_as_a_dictionary(catalog: Catalog, deliver: Deliver) -> None:
    """Values of the others repeat; of titles, which do not, a dictionary would only be tried and given up."""
    deliver(HEADER + "".join(f"{number},2009,8\n" for number in range(100)))
    (task,) = catalog.load_table("bronze.movies").scan().plan_files()
    group = pq.read_metadata(task.file.file_path.removeprefix("file://")).row_group(0)
    columns = [group.column(number) for number in range(group.num_columns)]
    assert [each.path_in_schema for each in columns if not each.has_dictionary_page] == ["title"]


def test_a_column_that_the_contract_gains_is_added(catalog: Catalog, deliver: Deliver) -> None:
    deliver("title,year,score,votes\nUp,2009,8,100\n")
    wider = movies(columns={"title": "Title.", "year": "Year.", "votes": "Votes.", "score": "Score."})
    deliver("title,year,score,votes\nCoco,2017,9,200\n", "movies2.csv", wider)
    assert [(row["title"], row["votes"], row["_extra"]) for row in table(catalog, "movies")] == [
        ("Coco", "200", None),
        ("Up", None, '{"votes": "100"}'),
    ]
    fields = catalog.load_table("bronze.movies").schema().fields
    assert [field.name for field in fields][:5] == ["title", "year", "score", "votes", "_extra"]
    assert fields[3].doc == "Votes."


def test_a_column_that_the_contract_loses_stays(catalog: Catalog, deliver: Deliver) -> None:
    deliver(HEADER + "Up,2009,8\n")
    deliver("title,year\nCoco,2017\n", "movies2.csv", movies(columns={"title": "Title.", "year": "Year."}))
    assert [(row["title"], row["score"]) for row in table(catalog, "movies")] == [("Coco", None), ("Up", "8")]


def test_malformed_records_are_listed(catalog: Catalog, deliver: Deliver) -> None:
    receipt = deliver(HEADER + "Up,2009,8\nshort\n" + "é" * MAX_FIELD_BYTES + "\n")
    assert (receipt.read, receipt.loaded, receipt.malformed) == (3, 1, 2)
    short, long = table(catalog, "malformed_records")
    loaded_at = table(catalog, "movies")[0]["_loaded_at"]
    assert short == {
        "table_name": "movies",
        "file": "movies.csv",
        "sha256": receipt.sha256,
        "line": 3,
        "text": "short",
        "reason": "1 field instead of 3",
        "loaded_at": loaded_at,
    }
    assert len(long["text"].encode()) in range(MAX_FIELD_BYTES - 1, MAX_FIELD_BYTES + 1)
    assert long["text"].endswith("é... [cut]")


def test_the_record_of_a_delivery(catalog: Catalog, deliver: Deliver) -> None:
    receipt = deliver("title,year,score,x,y\nUp,2009,8,1,2\nshort\n", "movies_20261101.csv")
    (row,) = table(catalog, "deliveries")
    iceberg = catalog.load_table("bronze.movies")
    snapshot = iceberg.current_snapshot()
    assert snapshot is not None and snapshot.summary is not None
    assert row == {
        "table_name": "movies",
        "provider": "movies",
        "file": "movies_20261101.csv",
        "sha256": receipt.sha256,
        "bytes": receipt.bytes,
        "rows": 1,
        "malformed_records": 1,
        "unexpected_columns": "x, y",
        "status": "loaded",
        "reason": None,
        "delivered_on": table(catalog, "movies")[0]["_delivered_on"],
        "loaded_at": table(catalog, "movies")[0]["_loaded_at"],
        "snapshot_id": snapshot.snapshot_id,
        "archive": f"movies/{receipt.sha256}/movies_20261101.csv",
    }
    assert snapshot.summary["movies.file"] == "movies_20261101.csv"
    assert snapshot.summary["movies.sha256"] == receipt.sha256
    assert snapshot.summary["added-records"] == "1"


def test_small_batches_become_few_row_groups(
    catalog: Catalog, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.readers.text.JSON_PIECE_BYTES", 60)
    monkeypatch.setattr(commits, "ROW_GROUP_ROWS", 4)
    items = ", ".join(f'{{"title": "{number}", "year": 2001, "score": 2}}' for number in range(10))
    deliver(f"[{items}]", "movies.json", movies(format="json", files="*.json"))
    (task,) = catalog.load_table("bronze.movies").scan().plan_files()
    metadata = pq.read_metadata(task.file.file_path.removeprefix("file://"))
    assert metadata.row_group(0).num_rows >= 4
    assert sorted(int(row["title"]) for row in table(catalog, "movies")) == list(range(10))


def test_history_stays_whole_though_commits_are_made_without_it(catalog: Catalog, deliver: Deliver) -> None:
    for number in range(12):
        deliver(HEADER + f"{number},2001,2\n", f"movies{number}.csv")
    iceberg = catalog.load_table("bronze.movies")
    assert len(list(history(iceberg))) == len(iceberg.metadata.snapshots) == len(iceberg.metadata.snapshot_log) == 12
    assert len(iceberg.metadata.metadata_log) == 10
    current = iceberg.current_snapshot()
    assert current is not None and current.summary is not None
    assert current.summary["total-records"] == "12"
    assert len(current.manifests(iceberg.io)) < 10


def is_guarded(catalog: Catalog, name: str) -> bool:
    return catalog.load_table(f"bronze.{name}").properties.items() >= NO_RETRIES.items()


@pytest.mark.parametrize("number", [None, "4"])
@pytest.mark.parametrize("name", ["movies", "deliveries", "malformed_records"])
def test_no_commit_is_repeated_unseen_though_somebody_allowed_it(
    catalog: Catalog, deliver: Deliver, name: str, number: str | None
) -> None:
    deliver(HEADER + "Up,2009,8\nRan\n")
    with catalog.load_table(f"bronze.{name}").transaction() as transaction:
        transaction.remove_properties(*NO_RETRIES)
        if number:
            transaction.set_properties(dict.fromkeys(NO_RETRIES, number))
    assert not is_guarded(catalog, name)
    create_tables(catalog, {"movies": movies()})
    assert is_guarded(catalog, name)


def test_a_commit_sees_to_it_itself(catalog: Catalog, deliver: Deliver) -> None:
    deliver(HEADER + "Up,2009,8\n")
    (record,) = recorded_deliveries(catalog.load_table("bronze.deliveries"))
    with catalog.load_table("bronze.deliveries").transaction() as transaction:
        transaction.remove_properties(*NO_RETRIES)
    commits.append_delivery(catalog, record, since=record.loaded_at)
    assert is_guarded(catalog, "deliveries")
