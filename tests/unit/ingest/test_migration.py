from collections.abc import Callable

import pytest
from pyiceberg.catalog import Catalog

from ingest.bronze.delivery_record import parse_properties
from ingest.bronze.migration import is_outdated
from ingest.bronze.receipt import Receipt
from ingest.bronze.tables import DELIVERIES, FORMAT_PROPERTY
from ingest.common.errors import MoviesError
from ingest.landing.intake import Intake
from ingest.landing.queue import Landing
from tests.unit.ingest.bucket import Bucket

Deliver = Callable[..., Receipt]
# As version 0.1 wrote them into snapshots.
OLD = {
    "movies.table-name": "critic_agg",
    "movies.provider": "critic_agg",
    "movies.file": "critic_agg.csv",
    "movies.sha256": "0" * 64,
    "movies.bytes": "190",
    "movies.rows": "2",
    "movies.unreadable-rows": "1",
    "movies.undeclared-columns": "fresh",
    "movies.status": "refused",
    "movies.delivered-on": "2026-11-08",
    "movies.loaded-at": "2026-11-29 18:47:32.814378+00:00",
    "movies.archive": "critic_agg/0/critic_agg.csv",
    "total-records": "7",
}


def test_a_record_of_an_older_version() -> None:
    record = parse_properties(OLD)
    assert (record.malformed_records, record.unexpected_columns, record.status) == (1, "fresh", "quarantined")
    assert record.rows == 2 and record.snapshot_id is None
    assert parse_properties(record.properties()) == record


def test_a_new_lake_has_the_format_of_today(catalog: Catalog, deliver: Deliver) -> None:
    assert not is_outdated(catalog)
    deliver("title,year\nUp,2009\n")
    assert catalog.load_table(DELIVERIES).properties[FORMAT_PROPERTY] == "2"
    assert not is_outdated(catalog)


def test_the_service_leaves_a_lake_of_a_newer_version_alone(catalog: Catalog, deliver: Deliver) -> None:
    deliver("title,year\nUp,2009\n")
    with catalog.load_table(DELIVERIES).transaction() as transaction:
        transaction.set_properties({FORMAT_PROPERTY: "10"})
    bucket = Bucket()
    bucket.put("movies/movies_2.csv", b"title,year\nCoco,2017\n")
    intake = Intake(Landing(bucket, {}), None, {}, lambda: catalog)  # type: ignore[arg-type]
    with pytest.raises(MoviesError, match=r"made by a newer version \(format 10\)"):
        intake.take_in([])
