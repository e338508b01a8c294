"""The verbs of schedulers with Glue as the catalog, and landing and lakehouse in folders of buckets."""

from itertools import count
from threading import Barrier, Lock

import boto3
import pytest
from moto.core.responses import ActionResult
from moto.glue.exceptions import GlueClientError
from moto.glue.responses import GlueResponse

from ingest.common.settings import StoreSettings, read_settings, settings
from movies_lakehouse.lake.rest import RestLake
from tests.journey.support import CRITIC, GROSS, call

PLACES = {"MOVIES_LANDING": "movies-landing/from/providers", "MOVIES_LAKEHOUSE": "movies-lakehouse/of/movies"}
FILES = {
    "critic_agg/critic_agg_2026-11-20.csv": CRITIC + "Up,2009,98,8.7,298\n",
    "box_office/box_office_domestic_2026-11-20.csv": GROSS + "Up,2009,293004164\n",
}


class Outdated(GlueClientError):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__("ConcurrentModificationException", "the table was changed meanwhile")


@pytest.fixture(autouse=True)
def glue(aws: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is by AWS's own reference: moto lets everybody overwrite whatever another has written meanwhile."""
    update, one_at_a_time = GlueResponse.update_table, Lock()

    def update_if_unchanged(self: GlueResponse) -> ActionResult:
        given = self.parameters
        with one_at_a_time:
            table = self.glue_backend.get_table(given["DatabaseName"], given["TableInput"]["Name"])
            if given["VersionId"] != table.as_dict()["VersionId"]:
                raise Outdated
            return update(self)

    monkeypatch.setattr(GlueResponse, "update_table", update_if_unchanged)
    for name, value in (PLACES | {"MOVIES_CATALOG": "glue", "MOVIES_RUNTIME": "stack"}).items():
        monkeypatch.setenv(name, value)


def put(key: str, text: str) -> None:
    boto3.client("s3").put_object(Bucket="movies-landing", Key=key, Body=text.encode())


def test_loads_that_commit_to_one_table_at_once_are_each_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    update, both, times = GlueResponse.update_table, Barrier(2), count()

    def update_when_both_are_here(self: GlueResponse) -> ActionResult:
        if self.parameters["TableInput"]["Name"] == "deliveries" and next(times) < 2:
            both.wait(60)
        return update(self)

    monkeypatch.setattr(GlueResponse, "update_table", update_when_both_are_here)
    for key, text in FILES.items():
        put(f"from/providers/{key}", text)
    assert call("ingest", "--once").exit_code == 0
    deliveries = RestLake(settings(), read_settings(StoreSettings)).catalog.load_table("bronze.deliveries")
    assert sorted(deliveries.scan().to_arrow()["file"].to_pylist()) == sorted(key.split("/")[1] for key in FILES)
    # Each by its own load, and not by a second that found it missing.
    assert len(deliveries.snapshots()) == len(FILES)


def test_from_landing_to_gold() -> None:
    put("from/providers/critic_agg/critic_agg_2026-11-20.csv", CRITIC + "Up,2009,98,8.7,298\n")
    put("critic_agg/critic_agg_2026-11-21.csv", CRITIC + "Up,2009,98,8.7,298\n")

    loaded = call("ingest", "--once")
    assert (loaded.exit_code, loaded.err) == (0, "")
    assert loaded.line("critic_agg_2026-11-20.csv").endswith("1 read, 1 loaded, 0 malformed")
    assert keys("movies-landing") == ["critic_agg/critic_agg_2026-11-21.csv"]

    built = call("transform", "--once")
    assert (built.exit_code, built.err) == (0, "")
    lake = RestLake(settings(), read_settings(StoreSettings))
    [movie] = lake.table("gold.movies_unified").to_arrow().to_pylist()
    assert (movie["movie_title"], movie["release_year"], movie["providers"]) == ("Up", 2009, 1)
    assert all(key.startswith(("of/movies/archive/", "of/movies/warehouse/")) for key in keys("movies-lakehouse"))
    tables = boto3.client("glue").get_tables(DatabaseName="gold")["TableList"]
    assert {table["Parameters"]["table_type"] for table in tables} == {"ICEBERG"}
    assert call("transform", "--once").line("up to date").startswith("Silver and gold are up to date")


def keys(bucket: str) -> list[str]:
    return [each["Key"] for each in boto3.client("s3").list_objects_v2(Bucket=bucket).get("Contents", [])]
