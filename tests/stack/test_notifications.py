"""MinIO tells the services of files, at once; whatever becomes of what it tells, each file is in bronze once."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote_plus

from movies_lakehouse.lake.stack import StackLake
from tests.stack.providing import Provider, built, wait_until
from tests.stack.support import Request, Stack

FILES, BURST = 25, 60
RECEIVERS = {"ingest": "ObjectCreated:Put", "dbt": "ObjectRemoved:Delete"}


def times(stack: Stack, service: str, event: str) -> int:
    """How often a service has logged this."""
    return stack.log(service).count(f'"event": "{event}"')


def put_files(provider: Provider, count: int) -> list[tuple[str, str]]:
    """Puts files of one movie each, all at once; gives the rows that are to come of them."""
    names = [f"{number:03}.csv" for number in range(count)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda name: Provider.put(provider, name, f"Told of {name}"), names))
    return [(name, f"Told of {name}") for name in names]


def check(provider: Provider, expected: Sequence[tuple[str, str]]) -> None:
    provider.wait()
    assert sorted(provider.rows()) == sorted(expected)
    assert sorted(provider.deliveries()) == sorted((name, "loaded", "1", "1") for name, _ in expected)


def event(key: str, name: str, bucket: str = "landing") -> str:
    place = {"bucket": {"name": bucket}, "object": {"key": quote_plus(key), "versionId": "0"}}
    return json.dumps({"EventName": f"s3:{name}", "Records": [{"eventName": f"s3:{name}", "s3": place}]})


def test_a_file_wakes_ingest_and_what_left_landing_wakes_dbt(stack: Stack, provider: Provider) -> None:
    before = {service: times(stack, service, "woken") for service in RECEIVERS}
    # A look that is due anyway comes first now and then.
    for number in range(3):
        provider.put(f"{number}.csv", "Up")
        provider.wait()
    wait_until(lambda: all(times(stack, service, "woken") > before[service] for service in RECEIVERS))


def test_the_receiver_is_away_while_files_arrive(stack: Stack, provider: Provider) -> None:
    stack.compose("stop", "ingest")
    expected = put_files(provider, FILES)
    stack.compose("start", "ingest")
    check(provider, expected)


def test_minio_restarts_while_files_arrive(stack: Stack, provider: Provider) -> None:
    expected = put_files(provider, 5)
    stack.compose("kill", "--signal", "KILL", "minio")
    stack.compose("up", "--detach", "--no-build", "--no-deps", "--wait", "minio")
    provider.put("after.csv", "Told of after")
    check(provider, [*expected, ("after.csv", "Told of after")])


def test_events_that_are_doubled_late_or_forged_change_nothing(stack: Stack, provider: Provider) -> None:
    key = f"critic_agg/{provider.prefix}a.csv"
    provider.put("a.csv", "Up")
    provider.wait()
    put, removed = "ObjectCreated:Put", "ObjectRemoved:Delete"
    bodies = [
        *[event(key, put)] * 3,
        *[event(key, removed), event(key, put), event(f"{key}.never", put), event("critic_agg/../a.csv", put)],
        *[event("nobody/a.csv", put), event("lakehouse/a", put, "lakehouse"), event("quarantine/a", put)],
        '{"Service": "Amazon S3", "Event": "s3:TestEvent"}',
    ]
    for service in RECEIVERS:
        bearer = f"Bearer {stack.secrets[f'events_{service}']}"
        sent = [Request("POST", "/events", bearer, body) for body in bodies]
        assert {status for status, _ in stack.http(sent, f"{service}:8080")} == {200}, service
    check(provider, [("a.csv", "Up")])


def test_the_doors_open_to_their_own_token_only(stack: Stack) -> None:
    good = event("critic_agg/a.csv", "ObjectCreated:Put")
    for service, other in (("ingest", "dbt"), ("dbt", "ingest")):
        own, others = (f"Bearer {stack.secrets[f'events_{name}']}" for name in (service, other))
        sent = [
            *(Request("POST", "/events", token, good) for token in (None, "", others, stack.bearer("ingest"), own)),
            Request("POST", "/other", own, good),
            Request("GET", "/events", own),
            Request("POST", "/events", own, "no event"),
            Request("POST", "/events", own, "[" * 100_000),
        ]
        answers = [status for status, _ in stack.http(sent, f"{service}:8080")]
        assert answers == [401, 401, 401, 401, 200, 404, 501, 400, 400], service


def test_a_burst_of_files_is_one_build_or_two(stack: Stack, stack_lake: StackLake, provider: Provider) -> None:
    built(stack_lake)
    before = times(stack, "dbt", "build started")
    expected = put_files(provider, BURST)
    check(provider, expected)
    built(stack_lake)
    assert times(stack, "dbt", "build started") - before in (1, 2)
