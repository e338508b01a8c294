"""The verbs of schedulers with a catalog in AWS, and landing and lakehouse in folders of buckets."""

import boto3
import pytest

from ingest.common.settings import StoreSettings, read_settings, settings
from movies_lakehouse.lake.rest import RestLake
from tests.journey.support import CRITIC, call

PLACES = {"MOVIES_LANDING": "movies-landing/from/providers", "MOVIES_LAKEHOUSE": "movies-lakehouse/of/movies"}


def test_glue_and_duckdb(aws: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (PLACES | {"MOVIES_CATALOG": "glue", "MOVIES_RUNTIME": "stack"}).items():
        monkeypatch.setenv(name, value)
    s3 = boto3.client("s3")
    for key in ("from/providers/critic_agg/critic_agg_2026-11-20.csv", "critic_agg/critic_agg_2026-11-21.csv"):
        s3.put_object(Bucket="movies-landing", Key=key, Body=(CRITIC + "Up,2009,98,8.7,298\n").encode())

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
