"""Where a service's catalog and store are: what has to be given, and what AWS's own defaults are left to find."""

import sys

import pytest
from pyiceberg.catalog.sql import SqlCatalog

from ingest.common.connections import file_properties, open_catalog, open_store
from ingest.common.errors import BadContract, MoviesError
from ingest.common.settings import StoreSettings, read_settings

NAMES = [f"MOVIES_{name}" for name in ("CATALOG", "CATALOG_URI", "CATALOG_TOKEN", "S3_ENDPOINT", "S3_KEY", "S3_SECRET")]
KEY, SECRET, HOST = "MOVIES_S3_KEY", "MOVIES_S3_SECRET", "MOVIES_CATALOG_DB_HOST"
REST = {"MOVIES_CATALOG_URI": "http://gateway:8181", "MOVIES_CATALOG_TOKEN": "token"}
GLUE = {"MOVIES_CATALOG": "glue"}


def read(environment: dict[str, str]) -> StoreSettings:
    with pytest.MonkeyPatch.context() as patch:
        for name in (*NAMES, "MOVIES_S3_REGION", "AWS_REGION"):
            patch.delenv(name, raising=False)
        for name, value in environment.items():
            patch.setenv(name, value)
        return read_settings(StoreSettings)


def test_without_a_key_or_an_endpoint_nothing_stands_in_the_way_of_the_defaults_of_aws() -> None:
    settings = read(GLUE | {"AWS_REGION": "eu-west-1"})
    assert set(file_properties(settings)) & {"s3.access-key-id", "s3.secret-access-key", "s3.endpoint"} == set()
    assert file_properties(settings)["s3.region"] == "eu-west-1"
    store = open_store(**settings.s3)
    assert (store.key, store.secret, store.endpoint_url, store.anon) == (None, None, None, False)
    assert store.client_kwargs["region_name"] == "eu-west-1"


def test_what_is_given_is_used() -> None:
    given = {"MOVIES_S3_ENDPOINT": "http://minio:9000", KEY: "ingest", SECRET: "secret"}
    settings = read(REST | given | {"MOVIES_S3_REGION": "eu-north-1", "AWS_REGION": "eu-west-1"})
    expected = {"endpoint": "http://minio:9000", "key": "ingest", "secret": "secret", "region": "eu-north-1"}
    assert settings.s3 == expected
    assert set(expected.values()) <= set(file_properties(settings).values())


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "environment: MOVIES_CATALOG_URI, MOVIES_CATALOG_TOKEN not set; MOVIES_CATALOG=rest needs that"),
        ({"MOVIES_CATALOG": "sqlite"}, "environment: MOVIES_CATALOG_URI not set; MOVIES_CATALOG=sqlite needs that"),
        (GLUE | {KEY: "a"}, "environment: MOVIES_S3_SECRET not set; give both key and secret, or neither"),
        (GLUE | {SECRET: "a", KEY: ""}, "environment: MOVIES_S3_KEY not set; give both key and secret, or neither"),
        (GLUE | {"MOVIES_LANDING": "s3://a"}, "MOVIES_LANDING is 's3://a'; write it as bucket or bucket/prefix"),
        (GLUE | {"MOVIES_LAKEHOUSE": "a/"}, "MOVIES_LAKEHOUSE is 'a/'; write it as bucket or bucket/prefix"),
        (REST | {HOST: "a"}, "environment: MOVIES_CATALOG_DB_PASSWORD_FILE not set; MOVIES_CATALOG_DB_HOST needs that"),
        (
            GLUE | {HOST: "a", "MOVIES_CATALOG_DB_PASSWORD_FILE": "b"},
            "environment: MOVIES_CATALOG_DB_HOST is set; only MOVIES_CATALOG=rest can have that",
        ),
        ({"MOVIES_CATALOG": "hive"}, "MOVIES_CATALOG is 'hive'; Input should be 'sqlite', 'rest' or 'glue'"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(environment: dict[str, str], said: str) -> None:
    with pytest.raises(BadContract) as raised:
        read(environment)
    assert str(raised.value) == said


def test_a_catalog_in_a_file_keeps_tables_in_the_store() -> None:
    environment = {"MOVIES_CATALOG": "sqlite", "MOVIES_CATALOG_URI": "sqlite://", "MOVIES_LAKEHOUSE": "data/movies"}
    catalog = open_catalog(read(environment))
    assert isinstance(catalog, SqlCatalog)
    assert catalog.properties["warehouse"] == "s3://data/movies/warehouse"


def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    monkeypatch.delitem(sys.modules, "pyiceberg.catalog.glue", raising=False)
    with pytest.raises(MoviesError, match=r"MOVIES_CATALOG=glue needs packages .*'movies-lakehouse\[aws\]'"):
        open_catalog(read(GLUE))
