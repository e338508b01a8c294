"""Events of every kind, and mangled ones: what they announce is exact, or they are refused."""

import json
from contextlib import suppress
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.landing.events import (
    REMOVED,
    Announced,
    BadEvent,
    announced,
    is_worth_a_look,
    parsed,
    provider_of,
)

PROVIDERS = {"critic_agg", "box_office"}
# As MinIO sends it, shortened.
MINIO = (
    '{"EventName":"s3:ObjectCreated:Put","Key":"landing/critic_agg/a b+\u00fc.csv","Records":[{"eventVersion":"2.0",'
    '"eventSource":"minio:s3","awsRegion":"","eventName":"s3:ObjectCreated:Put","s3":{"s3SchemaVersion":"1.0",'
    '"bucket":{"name":"landing","arn":"arn:aws:s3:::landing"},"object":{"key":"critic_agg%2Fa+b%2B%C3%BC.csv","size":1,'
    '"versionId":"9811d820-6073-4541-9a50-b49230ca4b72","sequencer":"18ECCE93C0E2B995"}}}]}'
)
# As S3 sends it when notifications are set up.
TEST = '{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-11-30T10:00:00.000Z","Bucket":"landing"}'
FOUND = Announced("landing", "critic_agg/a b+ü.csv", "9811d820-6073-4541-9a50-b49230ca4b72")

keys = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
deep = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def record(key: Any, name: Any = "ObjectCreated:Put", bucket: Any = "landing", **more: Any) -> dict[str, Any]:
    return {"eventName": name, "s3": {"bucket": {"name": bucket}, "object": {"key": key} | more}}


def detail(key: Any, kind: Any = "Object Created", **more: Any) -> dict[str, Any]:
    body = {"bucket": {"name": "landing"}, "object": {"key": key} | more}
    return {"source": "aws.s3", "detail-type": kind, "detail": body}


def body(event: object) -> bytes:
    return json.dumps(event).encode()


def test_a_real_one() -> None:
    assert announced(parsed(MINIO.encode())) == [FOUND]
    assert provider_of(FOUND, "landing", PROVIDERS) == "critic_agg"
    assert announced(parsed(MINIO.encode()), REMOVED) == []
    assert announced(parsed(MINIO.replace("ObjectCreated", "ObjectRemoved").encode()), REMOVED) == [FOUND]
    assert announced(parsed(TEST.encode())) == []
    assert is_worth_a_look(MINIO.encode(), PROVIDERS)
    assert not is_worth_a_look(TEST.encode(), PROVIDERS)


@given(keys, st.sampled_from([quote_plus, quote, lambda key: quote_plus(key, safe="/")]))
def test_a_key_is_exact_however_it_is_quoted_and_is_unquoted_once(key: str, quoted: Any) -> None:
    for prefix in ("", "s3:"):
        event = {"Records": [record(quoted(key), f"{prefix}ObjectCreated:CompleteMultipartUpload", versionId="v1")]}
        assert announced(parsed(body(event))) == [Announced("landing", key, "v1")]
    # EventBridge does not quote: what looks quoted is the key.
    assert announced(parsed(body(detail(key, **{"version-id": "v1"})))) == [Announced("landing", key, "v1")]
    assert announced(parsed(body(detail(quoted(key))))) == [Announced("landing", quoted(key))]


@pytest.mark.parametrize("given", ["", "null", None, 7, ["v"], {}])
def test_a_version_that_is_none(given: object) -> None:
    assert announced({"Records": [record("critic_agg/a.csv", versionId=given)]})[0].version is None
    assert announced(detail("critic_agg/a.csv", **{"version-id": given}))[0].version is None


@pytest.mark.parametrize("name", ["ObjectRemoved:Delete", "s3:ObjectAccessed:Get", "ObjectCreatedX:Put", ""])
def test_of_other_happenings_nothing_is_announced(name: str) -> None:
    both = [record("critic_agg/a.csv", name), record("critic_agg/b.csv")]
    assert [found.key for found in announced({"Records": both})] == ["critic_agg/b.csv"]
    assert announced(detail("critic_agg/a.csv", "Object Tags Added")) == announced(detail("a", "Object Deleted")) == []


@pytest.mark.parametrize(
    "key",
    [
        *("critic_agg", "critic_agg/", "/critic_agg/a.csv", "critic_agg//a.csv", "critic_agg/a/", "", "/"),
        *("critic_agg/../a.csv", "../critic_agg/a.csv", "critic_agg/./a.csv", "critic_agg/..", "critic_agg/a/../../b"),
        *("quarantine/critic_agg/a.csv", ".retire/1/critic_agg", "nobody/a.csv", "critic_aggs/a.csv", "CRITIC_AGG/a"),
        *("critic_agg%2Fa.csv", "critic_agg/a\0.csv", "critic_agg/a\n.csv", f"critic_agg/{'é' * 510}"),
        *("landing/critic_agg/a.csv", "critic_agg\\a.csv", "s3://landing/critic_agg/a.csv"),
    ],
)
def test_what_is_in_no_providers_folder_is_refused(key: str) -> None:
    assert not provider_of(Announced("landing", key), "landing", PROVIDERS)
    assert not is_worth_a_look(body({"Records": [record(quote_plus(key))]}), PROVIDERS)
    assert not is_worth_a_look(body(detail(key)), PROVIDERS)


@pytest.mark.parametrize("bucket", ["lakehouse", "", "landing ", "landing/critic_agg"])
def test_another_bucket_is_refused(bucket: str) -> None:
    assert not is_worth_a_look(body({"Records": [record("critic_agg/a.csv", bucket=bucket)]}), PROVIDERS)


@pytest.mark.parametrize(
    ("key", "provider"),
    [
        ("in/critic_agg/a.csv", "critic_agg"),
        ("in/in/critic_agg/a.csv", None),
        ("critic_agg/a.csv", None),
        ("inn/critic_agg/a.csv", None),
        ("in/../critic_agg/a.csv", None),
    ],
)
def test_landing_can_be_a_folder_of_a_bucket(key: str, provider: str | None) -> None:
    assert provider_of(Announced("landing", key), "landing/in", PROVIDERS) == provider
    # No bucket has such a name, whatever an event says.
    assert provider_of(Announced("landing/in", key.removeprefix("in/")), "landing/in", PROVIDERS) is None


def test_one_good_object_of_many_is_worth_a_look() -> None:
    records = [record("x"), record("quarantine/a"), record("critic_agg/a.csv"), record("y", "ObjectRemoved:Delete")]
    assert is_worth_a_look(body({"Records": records}), PROVIDERS)
    assert not is_worth_a_look(body({"Records": [*records[:2], records[3]]}), PROVIDERS)
    assert not is_worth_a_look(body({"Records": []}), PROVIDERS)


@pytest.mark.parametrize(
    "event",
    [
        *(None, [], "Records", 7, {}, {"Records": None}, {"Records": {}}, {"Records": "ab"}, {"Records": [None]}),
        *({"Records": [{}]}, {"Records": [record("a") | {"s3": None}]}, {"Records": [record(None)]}),
        *({"Records": [record("a", None)]}, {"Records": [record("a", bucket=None)]}, {"Records": [record(["a"])]}),
        *({"Records": [record("critic_agg/%FF.csv")]}, {"Records": [record("critic_agg/a.csv"), 1]}),
        *(detail(None), detail("a") | {"detail": None}, detail("a") | {"source": "aws.ec2"}, {"source": "aws.s3"}),
        {"Event": "s3:AnotherEvent"},
    ],
)
def test_what_is_no_event_is_said_to_be_none(event: object) -> None:
    with pytest.raises(BadEvent):
        is_worth_a_look(body(event), PROVIDERS)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 200_000,
        b'{"Records":' * 100_000,
        b'{"Records": [' + b"1" * 10_000 + b"]}",
        b"\0" * 1000,
    ],
)
def test_what_is_no_json_or_absurd_is_refused(text: bytes) -> None:
    with pytest.raises(BadEvent):
        is_worth_a_look(text, PROVIDERS)


def grafted(event: Any, path: list[int], value: Any) -> Any:
    """The event with something else at some place in it."""
    if not path or not isinstance(event, dict | list) or not event:
        return value
    places = list(event) if isinstance(event, dict) else list(range(len(event)))
    place = places[path[0] % len(places)]
    changed = event.copy()
    changed[place] = grafted(event[place], path[1:], value)
    return changed


@given(
    st.sampled_from([json.loads(MINIO), json.loads(TEST), detail("critic_agg/a.csv")]),
    st.lists(st.integers(0, 9), max_size=6),
    deep,
)
def test_a_mangled_event_is_read_or_refused_and_never_more(event: Any, path: list[int], value: Any) -> None:
    """Whatever is announced has a bucket, a key, and a version or none; whatever is accepted lies in a folder."""
    try:
        found = announced(grafted(event, path, value))
    except BadEvent:
        return
    for each in found:
        assert isinstance(each.bucket, str) and isinstance(each.key, str) and isinstance(each.version, str | None)
        if provider_of(each, "landing", PROVIDERS):
            assert each.bucket == "landing" and each.key.startswith(("critic_agg/", "box_office/"))


@given(st.binary() | deep.map(body) | st.text().map(str.encode))
def test_no_body_breaks_it(text: bytes) -> None:
    with suppress(BadEvent):
        assert not is_worth_a_look(text, PROVIDERS)


@given(keys | st.sampled_from(["\ud800", "critic_agg/\ud800.csv"]))
def test_only_paths_in_a_folder_are_acceptable(key: str) -> None:
    for found in (Announced("landing", key), Announced("landing", f"critic_agg/{key}")):
        if provider_of(found, "landing", PROVIDERS):
            folder, *rest = found.key.split("/")
            assert folder in PROVIDERS and rest and all(part not in ("", ".", "..") for part in rest)
            assert len(found.key.encode()) <= 1024
