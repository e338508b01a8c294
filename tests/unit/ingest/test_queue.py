import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ingest.common.errors import MoviesError
from ingest.contracts import read_contracts, tables
from ingest.landing import queue
from ingest.landing.queue import Landing, Vanished, pending, quarantine_key, table_of
from tests.unit.ingest.bucket import Bucket

TABLES = tables(read_contracts())
START = datetime(2026, 11, 24, tzinfo=UTC)


def version(key: str, name: str, second: int) -> dict[str, Any]:
    return {"Key": key, "VersionId": name, "Size": 1, "LastModified": START + timedelta(seconds=second)}


def marker(key: str, second: int, latest: bool = False) -> dict[str, Any]:
    return {"Key": key, "IsLatest": latest, "LastModified": START + timedelta(seconds=second)}


def ids(versions: list[dict[str, Any]], markers: list[dict[str, Any]]) -> dict[str, list[str]]:
    return {key: [each.id for each in queue] for key, queue in pending(versions, markers).items()}


def test_versions_of_a_key_are_pending_oldest_first() -> None:
    assert ids([version("a", "a3", 3), version("a", "a1", 1), version("b", "b2", 2)], []) == {
        "a": ["a1", "a3"],
        "b": ["b2"],
    }


def test_what_was_withdrawn_is_not_pending() -> None:
    versions = [version("a", "a5", 5), version("a", "a3", 3), version("a", "a1", 1), version("b", "b1", 1)]
    assert ids(versions, [marker("a", 4), marker("a", 2), marker("b", 1, latest=True)]) == {"a": ["a5"]}


def test_what_may_have_come_after_the_delete_marker_is_pending() -> None:
    assert ids([version("a", "a1", 1)], [marker("a", 1)]) == {"a": ["a1"]}


@pytest.mark.parametrize(
    ("key", "table"),
    [
        ("critic_agg/critic_agg.csv", "critic_agg"),
        ("critic_agg/critic_agg 100%?'\"é.csv.gz", "critic_agg"),
        ("critic_agg/critic_agg/whatever.txt", "critic_agg"),
        ("box_office/box_office_international_2026.csv", "box_office_international"),
        ("box_office/box_office_financials/box_office_domestic.csv", "box_office_financials"),
    ],
)
def test_table_of_a_key(key: str, table: str) -> None:
    assert table_of(key, TABLES).name == table


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        (
            "critic_agg.csv",
            "lies in the folder of no provider; put it into one of audience_pulse/, box_office/, critic",
        ),
        ("nobody/critic_agg.csv", "lies in the folder of no provider"),
        ("critic_agg/critic_agg_2026-11.PDF", r"no contract takes a PDF document, as its name says it is; deliver one"),
        ("critic_agg/critic_agg.xlsx", r"no contract takes an Excel workbook \(.xlsx\), as its name says"),
        ("critic_agg/critic_agg.tar.gz", r"no contract takes a tar archive, as its name says it is"),
        ("critic_agg/box_office_domestic.csv", r"no contract takes .* one of critic_agg\*\.csv"),
        ("critic_agg/box_office_domestic/x.csv", "lies too deep"),
        ("critic_agg/critic_agg/2026/x.csv", "lies too deep; put it into critic_agg/ or one of critic_agg in there"),
        ("critic_agg/", "a name needs 1 to 240 bytes"),
        ("critic_agg/critic_agg" + "é" * 120 + ".csv", "a name needs 1 to 240 bytes"),
        ("critic_agg/critic_agg?versionId=1.csv", "without '.versionId='; rename it"),
    ],
)
def test_reason_why_a_key_is_for_no_table(key: str, reason: str) -> None:
    with pytest.raises(MoviesError, match=reason) as refusal:
        table_of(key, TABLES)
    assert len(str(refusal.value).splitlines()) == 1


def test_quarantine_keys_have_room_for_the_reason_and_stay_different() -> None:
    long = [f"critic_agg/{letter * 255}" for letter in "ab"] + [f"{'x/' * 500}{letter}é" for letter in "ab"]
    keys = [quarantine_key(key) for key in ["critic_agg/x.csv", "critic_agg/y/", *long]]
    assert keys[:2] == ["quarantine/critic_agg/x.csv", "quarantine/critic_agg/y"]
    assert len(set(keys)) == len(keys)
    for key in keys:
        assert len(f"{key}.reason.txt".encode()) <= 1024
        assert max(len(part.encode()) for part in f"{key}.reason.txt".split("/")) <= 255


@pytest.mark.parametrize(
    ("key", "fits"),
    [
        (f"critic_agg/{'x' * 240}", True),
        (f"critic_agg/{'x' * 241}", False),
        (f"critic_agg/{'é' * 120}", True),
        (f"critic_agg/{'é' * 120}x", False),
        (f"{'x/' * 499}xx", True),
        (f"{'x/' * 499}xxx", False),
    ],
)
def test_names_of_240_bytes_and_keys_of_1000_are_kept_in_quarantine(key: str, fits: bool) -> None:
    assert (quarantine_key(key) == f"quarantine/{key}") is fits


def test_names_of_240_bytes_are_taken_in() -> None:
    key = f"critic_agg/{'critic_agg':x<236}.csv"
    assert table_of(key, TABLES).name == "critic_agg"
    with pytest.raises(MoviesError, match="a name needs 1 to 240 bytes"):
        table_of(key.replace(".csv", "x.csv"), TABLES)


@pytest.fixture
def bucket() -> Bucket:
    return Bucket()


def waiting(bucket: Bucket) -> tuple[list[str], list[str]]:
    deliveries, unmatched = Landing(bucket, TABLES).waiting()
    return [delivery.open().read().decode() for delivery in deliveries], [version.key for version, _ in unmatched]


def test_the_oldest_version_of_each_slot_waits(bucket: Bucket) -> None:
    bucket.put("critic_agg/critic_agg/critic_agg_1.csv", b"first")
    bucket.put("critic_agg/critic_agg_1.csv", b"second")
    bucket.put("critic_agg/critic_agg_1.csv", b"third")
    bucket.put("critic_agg/critic_agg_2.csv", b"other")
    bucket.put("quarantine/critic_agg/critic_agg_3.csv", b"quarantined")
    bucket.put("refused/critic_agg/critic_agg_4.csv", b"quarantined by version 0.1")
    bucket.put("top.csv", b"unmatched file")
    assert waiting(bucket) == (["first", "other"], ["top.csv"])


def test_listings_of_several_pages(bucket: Bucket) -> None:
    bucket.page_size = 2
    for number in range(5):
        for _ in range(3):
            bucket.put(f"critic_agg/critic_agg_{number}.csv", f"{number}".encode())
    assert waiting(bucket) == (list("01234"), [])


def test_a_version_leaves_and_a_newer_one_stays(bucket: Bucket) -> None:
    bucket.put("critic_agg/critic_agg.csv", b"old")
    landed = Landing(bucket, TABLES)
    ((old,), _) = landed.waiting()
    bucket.put("critic_agg/critic_agg.csv", b"new")
    assert old.open().read() == b"old"
    landed.leave(old.version)
    landed.leave(old.version)
    assert waiting(bucket) == (["new"], [])


def test_a_version_that_another_loader_settled(bucket: Bucket) -> None:
    bucket.put("critic_agg/critic_agg.csv", b"old")
    landed = Landing(bucket, TABLES)
    ((old,), _) = landed.waiting()
    landed.leave(old.version)
    with pytest.raises(Vanished):
        old.open().read()
    with pytest.raises(Vanished):
        landed.quarantine(old.version, "late")
    assert bucket.objects() == {}


@pytest.mark.parametrize("largest_copy", [4, 1 << 30])
def test_a_quarantined_version_moves_with_its_reason(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch, largest_copy: int
) -> None:
    monkeypatch.setattr(queue, "LARGEST_COPY", largest_copy)
    bucket.put("critic_agg/critic_agg.csv", b"0123456789")
    landed = Landing(bucket, TABLES)
    ((version,), _) = landed.waiting()
    landed.quarantine(version.version, "line 2: é")
    assert bucket.objects() == {
        "quarantine/critic_agg/critic_agg.csv": b"0123456789",
        "quarantine/critic_agg/critic_agg.csv.reason.txt": "line 2: é\n".encode(),
    }


def test_a_large_version_is_read_in_parts(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "BLOCK_BYTES", 1000)
    data = b"".join(hashlib.sha256(bytes([number])).digest() for number in range(100))
    bucket.put("critic_agg/critic_agg.csv", data)
    ((landed,), _) = Landing(bucket, TABLES).waiting()
    stream = landed.open()
    assert b"".join(iter(lambda: stream.read(100), b"")) == data
    assert bucket.reads == [(0, 1000), (1000, 2000), (2000, 3000), (3000, 3200)]


def test_peek_sees_what_may_be_pending(bucket: Bucket) -> None:
    bucket.put("quarantine/critic_agg/x.csv", b"")
    bucket.put("refused/critic_agg/x.csv", b"")
    peek = Landing(bucket, TABLES).peek
    assert peek() == set()
    bucket.put("top.csv", b"")
    bucket.put("critic_agg/x.csv", b"")
    assert peek() == {"top.csv", "critic_agg/"}


def test_landing_can_be_a_folder_of_a_bucket(bucket: Bucket) -> None:
    for key in ("in/", "in/critic_agg/critic_agg_1.csv", "in/x.csv", "critic_agg/critic_agg_2.csv", "inn/y.csv"):
        bucket.put(key, b"rows")
    landed = Landing(bucket, TABLES, place="landing/in")
    assert landed.peek() == {"critic_agg/", "x.csv"}
    ((found,), [(unmatched, reason)]) = landed.waiting()
    assert (found.path, found.open().read()) == ("landing/in/critic_agg/critic_agg_1.csv", b"rows")
    landed.leave(found.version)
    landed.quarantine(unmatched, reason)
    assert landed.waiting() == ([], [])
    left = {"in/", "in/quarantine/x.csv", "in/quarantine/x.csv.reason.txt", "critic_agg/critic_agg_2.csv", "inn/y.csv"}
    assert bucket.objects().keys() == left
