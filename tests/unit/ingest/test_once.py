"""One drain of landing, alone and beside a service that is at work on the same files."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pyiceberg.catalog import Catalog
from pyiceberg.exceptions import ServiceUnavailableError
from structlog.testing import capture_logs

from ingest import service as ingest_service
from ingest.bronze import commits
from ingest.bronze.archive import Archive
from ingest.common.errors import MoviesError, Unreachable
from ingest.landing.intake import Intake
from ingest.landing.once import drain, exit_code
from ingest.landing.queue import Landing
from tests.unit.ingest.bucket import Bucket
from tests.unit.ingest.support import HEADER, movies, table

TABLES = {"movies": movies(), "others": movies().model_copy(update={"name": "others", "provider": "others"})}
ROW = HEADER + "A,2001,1\n"


@pytest.fixture
def bucket() -> Bucket:
    return Bucket()


@pytest.fixture
def open_intake(bucket: Bucket, archive: Archive, catalog: Catalog) -> Callable[..., Intake]:
    return lambda provider=None: Intake(Landing(bucket, TABLES, provider), archive, TABLES, lambda: catalog)


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("tenacity.nap.time.sleep", lambda seconds: None)
    with capture_logs():
        yield


def files(catalog: Catalog) -> list[str]:
    return sorted(row["file"] for row in table(catalog, "deliveries"))


def test_it_loads_what_is_there_and_tells_each_file(
    bucket: Bucket, catalog: Catalog, open_intake: Callable[..., Intake]
) -> None:
    for key in ("movies/movies_1.csv", "movies/movies_1.csv", "others/others/movies_2.csv"):
        bucket.put(key, ROW.encode())
    receipts = drain(open_intake())
    assert sorted((each.table, each.file, each.status) for each in receipts) == [
        ("movies", "movies_1.csv", "loaded"),
        ("movies", "movies_1.csv", "repeat"),
        ("others", "movies_2.csv", "loaded"),
    ]
    assert (exit_code(receipts), bucket.objects(), files(catalog)) == (0, {}, ["movies_1.csv", "movies_2.csv"])
    assert drain(open_intake()) == []


@pytest.mark.parametrize(("key", "text"), [("movies/movies.csv", "no header"), ("movies/x.pdf", "%PDF")])
def test_what_is_quarantined_is_its_exit_code(
    bucket: Bucket, open_intake: Callable[..., Intake], key: str, text: str
) -> None:
    bucket.put(key, text.encode())
    receipts = drain(open_intake())
    assert [(each.status, exit_code([each])) for each in receipts] == [("quarantined", 11)]
    assert f"quarantine/{key}" in bucket.objects()


def test_of_one_provider_it_touches_nothing_of_others(
    bucket: Bucket, catalog: Catalog, open_intake: Callable[..., Intake]
) -> None:
    others = ["others/movies_1.csv", "nobody/x.csv", "x.csv", "movies_more/x.csv"]
    for key in (*others, "movies/movies_2.csv"):
        bucket.put(key, ROW.encode())
    assert [each.file for each in drain(open_intake("movies"))] == ["movies_2.csv"]
    assert sorted(bucket.objects()) == sorted(others)
    assert files(catalog) == ["movies_2.csv"]


def test_a_service_at_the_same_work_loads_nothing_twice(
    bucket: Bucket, catalog: Catalog, open_intake: Callable[..., Intake], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The service takes in all that is pending while the drain has read a file and not yet committed it."""
    for number in range(3):
        bucket.put(f"movies/movies_{number}.csv", ROW.encode())
    original = commits.append_rows

    def after_the_service(*args: Any) -> Any:
        monkeypatch.setattr(commits, "append_rows", original)
        open_intake().round()
        return original(*args)

    monkeypatch.setattr(commits, "append_rows", after_the_service)
    receipts = drain(open_intake())
    assert len(table(catalog, "movies")) == len(files(catalog)) == 3
    assert bucket.objects() == {} and "loaded" not in [each.status for each in receipts]


def fail(monkeypatch: pytest.MonkeyPatch, error: Exception, times: int) -> None:
    """The archive refuses movies_bad.csv so often."""
    original, left = Archive.put, [error] * times

    def put(archive: Archive, delivery: Any) -> Any:
        if delivery.name == "movies_bad.csv" and left:
            raise left.pop()
        return original(archive, delivery)

    monkeypatch.setattr(Archive, "put", put)


@pytest.mark.parametrize(
    ("error", "raised", "code"),
    [(ServiceUnavailableError("no answer"), Unreachable, 13), (KeyError("bug"), MoviesError, 1)],
)
def test_what_cannot_be_loaded_stays_and_holds_up_no_other(
    bucket: Bucket,
    catalog: Catalog,
    open_intake: Callable[..., Intake],
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    raised: type[MoviesError],
    code: int,
) -> None:
    for name in ("movies_bad.csv", "movies_good.csv"):
        bucket.put(f"movies/{name}", ROW.encode())
    fail(monkeypatch, error, 100)
    with pytest.raises(raised) as told:
        drain(open_intake())
    assert told.value.exit_code == code
    assert (list(bucket.objects()), files(catalog)) == (["movies/movies_bad.csv"], ["movies_good.csv"])


def test_a_short_outage_is_waited_out(
    bucket: Bucket, open_intake: Callable[..., Intake], monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket.put("movies/movies_bad.csv", ROW.encode())
    fail(monkeypatch, ServiceUnavailableError("no answer"), 2)
    assert [each.status for each in drain(open_intake())] == ["loaded"]


@pytest.mark.parametrize(
    ("arguments", "code"), [(["--once", "--provider", "critic_ag"], 10), (["--provider", "critic_agg"], 2)]
)
def test_its_command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int
) -> None:
    for name in ("CATALOG_URI", "CATALOG_TOKEN", "S3_ENDPOINT", "S3_KEY", "S3_SECRET"):
        monkeypatch.setenv(f"MOVIES_{name}", "http://localhost:1")
    monkeypatch.setattr("ingest.service.signal.signal", lambda *_: None)
    monkeypatch.setattr("ingest.service.start_logging", lambda *_: None)
    try:
        assert ingest_service.main(arguments) == code
    except SystemExit as ended:
        assert ended.code == code
        assert "--provider goes with --once" in capsys.readouterr().err
