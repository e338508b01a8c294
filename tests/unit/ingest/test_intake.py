"""Rounds over a bucket in memory, by services that stall, crash and race."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pyiceberg.catalog import Catalog
from pyiceberg.exceptions import CommitStateUnknownException, ServiceUnavailableError
from structlog.testing import capture_logs
from structlog.typing import EventDict

from ingest.bronze import commits, loader
from ingest.bronze.archive import Archive
from ingest.bronze.ledger import Ledger
from ingest.bronze.retired import undescribed
from ingest.contracts.undescribed import Undescribed
from ingest.landing.intake import Intake
from ingest.landing.queue import Landing, Version
from tests.unit.ingest.bucket import Bucket
from tests.unit.ingest.support import HEADER, movies, table

A = HEADER + "A,2001,1\nshort\n"
B = HEADER + "B,2002,2\n"
KEY = "movies/movies.csv"
TABLES = {"movies": movies()}


@pytest.fixture
def bucket() -> Bucket:
    return Bucket()


@pytest.fixture
def service(bucket: Bucket, archive: Archive, catalog: Catalog) -> Callable[[], Intake]:
    return lambda: Intake(Landing(bucket, TABLES), archive, TABLES, lambda: catalog)


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[EventDict]]:
    with capture_logs() as logged:
        yield logged


def told(logged: list[EventDict]) -> list[tuple[str, str]]:
    return [(each["event"], each["file"]) for each in logged]


def put(bucket: Bucket, *contents: str, key: str = KEY) -> None:
    for content in contents:
        bucket.put(key, content.encode())


def loaded(catalog: Catalog) -> str:
    """Titles of all rows, in the order in which they were loaded; the records and the malformed records must agree."""
    rows = sorted(table(catalog, "movies"), key=lambda row: row["_loaded_at"])
    recorded = sorted(
        (row["loaded_at"], row["sha256"]) for row in table(catalog, "deliveries") if row["status"] == "loaded"
    )
    assert recorded == sorted((row["_loaded_at"], row["_sha256"]) for row in rows)
    malformed = [row["loaded_at"] for row in table(catalog, "malformed_records")]
    assert sorted(malformed) == [row["_loaded_at"] for row in rows if row["title"] == "A"]
    return "".join(row["title"] for row in rows)


def once(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, before: Callable[[], object]) -> None:
    """Lets something happen before the next call of a function, once."""
    original = getattr(owner, name)

    def interrupted(*args: Any, **more: Any) -> Any:
        monkeypatch.setattr(owner, name, original)
        before()
        return original(*args, **more)

    monkeypatch.setattr(owner, name, interrupted)


def test_every_version_is_a_delivery_in_its_order(
    bucket: Bucket, catalog: Catalog, service: Callable[[], Intake]
) -> None:
    put(bucket, A, B, B, A)
    assert service().round() == set()
    assert loaded(catalog) == "ABA"
    assert bucket.objects() == {}


def test_refused_and_strange_objects_move_and_stop_no_other(
    bucket: Bucket, catalog: Catalog, service: Callable[[], Intake], logged: list[EventDict]
) -> None:
    put(bucket, "", key="movies/movies_0.csv")
    put(bucket, "", key="movies/folder/")
    put(bucket, "x", key="nobody.csv")
    put(bucket, B)
    one = service()
    one.round()
    assert loaded(catalog) == "B"
    assert sorted(bucket.objects()) == [
        *("quarantine/movies/movies_0.csv", "quarantine/movies/movies_0.csv.reason.txt"),
        *("quarantine/nobody.csv", "quarantine/nobody.csv.reason.txt"),
    ]
    assert bucket.objects()["quarantine/movies/movies_0.csv.reason.txt"].startswith(b"empty file")
    assert told(logged) == [("delivery", "movies_0.csv"), ("delivery", "movies.csv"), ("unmatched file", "nobody.csv")]


STALLS = [
    (loader, "create_tables"),
    (loader, "Ledger"),
    (Ledger, "snapshot_ids"),
    (Archive, "put"),
    (Archive, "settle"),
    (commits, "write_rows"),
    (commits, "append_rows"),
    (commits, "find_record"),
    (commits, "without_history"),
    (commits, "append_malformed"),
    (commits, "append_delivery"),
    (Landing, "leave"),
]


@pytest.mark.parametrize(("owner", "name"), STALLS, ids=[name for _, name in STALLS])
@pytest.mark.parametrize("before", ["", A, B])
@pytest.mark.parametrize("later", [(), (B,), (B, A)])
def test_another_service_empties_landing_while_one_stalls(
    bucket: Bucket,
    catalog: Catalog,
    service: Callable[[], Intake],
    monkeypatch: pytest.MonkeyPatch,
    owner: Any,
    name: str,
    before: str,
    later: tuple[str, ...],
    logged: list[EventDict],
) -> None:
    """What was loaded `before`, then A, then `later` ones: each once, wherever the slow one wakes up."""
    if before:
        put(bucket, before)
        service().round()
    put(bucket, A, *later)
    once(monkeypatch, owner, name, service().round)
    service().round()
    expected = ("" if before in ("", A) else "B") + "A" + "".join("A" if each == A else "B" for each in later)
    assert loaded(catalog) == expected
    assert bucket.objects() == {}
    assert {each["event"] for each in logged} == {"delivery"}
    in_use = {
        file.file.file_path.removeprefix("file://") for file in catalog.load_table("bronze.movies").scan().plan_files()
    }
    assert all(Path(path).exists() for path in in_use)


class Crash(BaseException):
    pass


def crash() -> None:
    raise Crash


@pytest.mark.parametrize(("owner", "name"), STALLS, ids=[name for _, name in STALLS])
def test_a_crash_anywhere_is_made_good(
    bucket: Bucket,
    catalog: Catalog,
    service: Callable[[], Intake],
    monkeypatch: pytest.MonkeyPatch,
    owner: Any,
    name: str,
) -> None:
    put(bucket, A, B, A)
    once(monkeypatch, owner, name, crash)
    with pytest.raises(Crash):
        service().round()
    service().round()
    assert loaded(catalog) == "ABA"


@pytest.mark.parametrize("arrives", [True, False])
@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_commit_without_an_answer_is_looked_for(
    bucket: Bucket,
    catalog: Catalog,
    service: Callable[[], Intake],
    monkeypatch: pytest.MonkeyPatch,
    arrives: bool,
    step: int,
) -> None:
    """Commits of rows, of malformed records and of the record, of which one is lost on its way there or back."""
    monkeypatch.setattr("tenacity.nap.time", SimpleNamespace(sleep=lambda seconds: None))
    committed = []
    original = type(catalog).commit_table

    def commit(*args: Any) -> Any:
        committed.append(args)
        answer = original(*args) if arrives or len(committed) != step else None
        if len(committed) == step:
            raise CommitStateUnknownException("no answer")
        return answer

    service().round()
    monkeypatch.setattr(type(catalog), "commit_table", commit)
    put(bucket, A)
    service().round()
    assert loaded(catalog) == "A"
    assert len(committed) == (3 if arrives else 4)


def test_a_commit_that_another_followed_is_known_as_ones_own(
    bucket: Bucket, catalog: Catalog, service: Callable[[], Intake], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is lost; before the next look another service has taken in two more, of which one is the same."""
    monkeypatch.setattr("tenacity.nap.time", SimpleNamespace(sleep=lambda seconds: None))
    original = type(catalog).commit_table

    def commit(*args: Any) -> Any:
        original(*args)
        monkeypatch.setattr(type(catalog), "commit_table", original)
        service().round()
        raise CommitStateUnknownException("no answer")

    service().round()
    put(bucket, A, B, A)
    monkeypatch.setattr(type(catalog), "commit_table", commit)
    service().round()
    assert loaded(catalog) == "ABA"


def test_an_outage_ends_the_round_and_is_made_good_by_the_next(
    bucket: Bucket,
    catalog: Catalog,
    service: Callable[[], Intake],
    monkeypatch: pytest.MonkeyPatch,
    logged: list[EventDict],
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("Access Denied")

    put(bucket, A)
    one = service()
    with monkeypatch.context() as patch:
        patch.setattr(commits, "write_rows", refuse)
        with pytest.raises(PermissionError):
            one.round()
    assert told(logged) == []
    one.round()
    assert loaded(catalog) == "A"


def put_two_of_which_one_fails(bucket: Bucket, error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    original = Archive.put

    def put_but_one(archive: Archive, delivery: Any) -> Any:
        if delivery.name == "movies_bad.csv":
            raise error
        return original(archive, delivery)

    monkeypatch.setattr(Archive, "put", put_but_one)
    put(bucket, A, key="movies/movies_bad.csv")
    put(bucket, B)


def test_what_has_failed_lets_others_pass(
    bucket: Bucket, catalog: Catalog, service: Callable[[], Intake], monkeypatch: pytest.MonkeyPatch
) -> None:
    put_two_of_which_one_fails(bucket, ServiceUnavailableError("no answer"), monkeypatch)
    one = service()
    for _ in range(2):
        with pytest.raises(ServiceUnavailableError):
            one.round()
    assert loaded(catalog) == "B"
    assert list(bucket.objects()) == ["movies/movies_bad.csv"]


def test_an_unmatched_file_that_cannot_be_moved_lets_others_pass(
    bucket: Bucket, service: Callable[[], Intake], monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Landing.quarantine

    def quarantine_but_one(landing: Landing, version: Version, reason: str) -> None:
        if version.key == "a.csv":
            raise PermissionError("Access Denied")
        original(landing, version, reason)

    monkeypatch.setattr(Landing, "quarantine", quarantine_but_one)
    put(bucket, "x", key="a.csv")
    put(bucket, "x", key="b.csv")
    one = service()
    for _ in range(2):
        with pytest.raises(PermissionError):
            one.round()
    assert sorted(bucket.objects()) == ["a.csv", "quarantine/b.csv", "quarantine/b.csv.reason.txt"]


def test_a_fault_over_one_delivery_is_told_once_and_stops_no_other(
    bucket: Bucket,
    catalog: Catalog,
    service: Callable[[], Intake],
    monkeypatch: pytest.MonkeyPatch,
    logged: list[EventDict],
) -> None:
    put_two_of_which_one_fails(bucket, KeyError("bug"), monkeypatch)
    one = service()
    assert one.round() == one.round() == {"movies/"}
    assert told(logged) == [("fault", "movies_bad.csv"), ("delivery", "movies.csv")]
    assert loaded(catalog) == "B"


def test_a_provider_is_retired_where_no_contract_describes_its_tables(
    bucket: Bucket, catalog: Catalog, archive: Archive, service: Callable[[], Intake], logged: list[EventDict]
) -> None:
    put(bucket, A)
    service().round()
    for number, provider in enumerate(("movies", "movie", "")):
        bucket.put(f".retire/{number}/{provider}", b"-")
    without = {"others": movies().model_copy(update={"name": "others", "provider": "others"})}
    Intake(Landing(bucket, without), archive, without, lambda: catalog).round()
    assert [(each.name, each.retired) for each in undescribed(catalog, without)] == [("movies", True)]
    assert [(each["event"], each["provider"]) for each in logged if "provider" in each] == [
        ("provider retired", "movies"),
        ("provider not retired", "movie"),
        ("provider not retired", ""),
    ]
    reasons = {key: body.decode() for key, body in bucket.objects().items() if key.endswith(".reason.txt")}
    assert sorted(reasons) == ["quarantine/.retire/1/movie.reason.txt", "quarantine/.retire/2.reason.txt"]
    assert reasons["quarantine/.retire/1/movie.reason.txt"] == (
        "no provider 'movie' without a contract has delivered into this lake; did you mean 'movies'?\n"
    )
    # Its contract is back, and describes the table: it is retired no more, and cannot be.
    bucket.put(".retire/3/movies", b"-")
    service().round()
    assert undescribed(catalog, {}) == [Undescribed("movies", "movies", False)]
    assert "movies has a contract" in bucket.objects()["quarantine/.retire/3/movies.reason.txt"].decode()
