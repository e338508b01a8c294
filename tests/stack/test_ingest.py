"""Files put into landing are rows in bronze, each once, whatever happens to the services meanwhile."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.stack.providing import Provider, wait_until
from tests.stack.support import Stack

# As root inside: takes from a user whatever lets it write, until `init.provision` gives it back.
STOP_WRITES = """
import json, sys
from minio import MinioAdmin
from minio.credentials import StaticProvider
user = json.load(sys.stdin)
secret = json.load(open("/secrets/secrets.json"))["s3_root"]
admin = MinioAdmin(endpoint="minio:9000", credentials=StaticProvider("root", secret), secure=False)
policy = json.load(open(f"policies/{user}.json"))
for statement in policy["Statement"]:
    if statement["Effect"] == "Allow":
        statement["Action"] = [action for action in statement["Action"] if "Put" not in action] or ["s3:GetObject"]
admin.policy_add(user, policy=policy)
json.dump("done", sys.stdout)
"""


def health(stack: Stack) -> str:
    """What the service says of itself, in a health check that it passes."""
    return stack.exec("ingest", "python", "-m", "ingest.common.health")


def is_well(stack: Stack) -> bool:
    """Whether it passes its health check and waits for nothing."""
    try:
        return health(stack).startswith("good")
    except subprocess.CalledProcessError:
        return False


def test_a_file_is_rows_in_bronze_once(provider: Provider) -> None:
    for _ in range(2):
        provider.put("a.csv", "Up", "Coco")
        provider.wait()
    assert provider.rows() == [("a.csv", "Up"), ("a.csv", "Coco")]
    assert provider.deliveries() == [("a.csv", "loaded", "2", "1")]
    assert provider.malformed() == [("a.csv", "4")]


def test_quick_puts_under_one_name_are_deliveries_in_their_order(provider: Provider) -> None:
    for title in ("Up", "Coco", "Coco", "Up"):
        provider.put("a.csv", title)
    provider.wait()
    assert provider.rows(columns="movie_title") == [("Up",), ("Coco",), ("Up",)]
    assert [row[1] for row in provider.deliveries()] == ["loaded"] * 3


def test_the_folder_of_the_table_takes_any_name(provider: Provider) -> None:
    name = 'what 100%? it\'s "this" & é漢😀+=#.txt'
    provider.put(name, "Up", folder="critic_agg/critic_agg/")
    provider.wait()
    assert provider.rows() == [(name, "Up")]


def test_a_refused_file_moves_aside_with_its_reason(provider: Provider) -> None:
    provider.put_text("bad.csv", "movie_title\nUp\n")
    provider.put("good.csv", "Up")
    provider.wait()
    key = f"critic_agg/{provider.prefix}bad.csv"
    content, reason = provider.refused(key)
    assert content == "movie_title\nUp\n"
    assert "release_year" in reason and len(reason.splitlines()) == 1
    assert sorted(row[:2] for row in provider.deliveries()) == [("bad.csv", "quarantined"), ("good.csv", "loaded")]
    assert provider.rows() == [("good.csv", "Up")]


@pytest.mark.parametrize("folder", ["", "nobody/", "critic_agg/too/deep/", "box_office/"])
def test_a_file_for_no_table_moves_aside_with_its_reason(provider: Provider, folder: str) -> None:
    provider.put_text("x.csv", "whatever", folder)
    provider.wait()
    content, reason = provider.refused(f"{folder}{provider.prefix}x.csv")
    assert content == "whatever"
    assert reason.startswith(f"{folder}{provider.prefix}x.csv: ") or "no contract takes" in reason
    assert provider.deliveries() == []


def put_many(provider: Provider, files: int) -> Callable[[], None]:
    """Puts two versions of each of some files; gives a check that each is in bronze once, in order."""
    names = [f"{number:03}.csv" for number in range(files)]
    for version in ("1", "2"):
        for name in names:
            provider.put(name, f"{name} {version}")

    def check() -> None:
        provider.wait()
        expected = [(name, f"{name} {version}") for name in names for version in ("1", "2")]
        assert sorted(provider.rows(order="_file, _loaded_at")) == expected
        assert provider.rows(order="_file, _loaded_at") == expected
        assert sorted(provider.deliveries()) == sorted((name, "loaded", "1", "1") for name, _ in expected)
        assert provider.malformed() == [(name, "3") for name, _ in expected]

    return check


@contextmanager
def scaled(stack: Stack, replicas: int) -> Iterator[None]:
    def scale(to: int) -> None:
        stack.compose("up", "--detach", "--no-deps", "--no-build", "--wait", "--scale", f"ingest={to}", "ingest")

    scale(replicas)
    try:
        yield
    finally:
        scale(1)


def test_two_services_at_work_on_the_same_files(stack: Stack, provider: Provider) -> None:
    with scaled(stack, 2):
        put_many(provider, 20)()


def test_killed_in_the_middle_of_loads(stack: Stack, provider: Provider) -> None:
    check = put_many(provider, 10)
    for _ in range(4):
        settled = len(provider.pending())
        stack.compose("kill", "--signal", "KILL", "ingest")
        stack.compose("start", "ingest")
        wait_until(lambda settled=settled: len(provider.pending()) < max(settled, 1))  # type: ignore[misc]
    check()
    wait_until(lambda: is_well(stack))


@pytest.mark.parametrize("service", ["postgres", "catalog-ingest", "gateway", "minio"])
def test_a_service_is_gone_for_a_while(stack: Stack, provider: Provider, service: str) -> None:
    check = put_many(provider, 5)
    stack.compose("kill", "--signal", "KILL", service)
    wait_until(lambda: health(stack).startswith("waits: "))
    stack.compose("start", service)
    wait_until(lambda: is_well(stack))
    check()


def test_storage_refuses_writes_for_a_while(stack: Stack, provider: Provider) -> None:
    assert stack.python(STOP_WRITES, "ingest") == "done"
    try:
        check = put_many(provider, 3)
        wait_until(lambda: health(stack).startswith("waits: "))
    finally:
        stack.compose("run", "--rm", "--no-deps", "-T", "provision")
    wait_until(lambda: is_well(stack))
    check()


def test_the_log_is_lines_of_json_without_secrets(stack: Stack, provider: Provider) -> None:
    provider.put("a.csv", "Up")
    provider.wait()
    log = stack.log("ingest")
    assert [line for line in log.splitlines() if not line.startswith('{"time": "')] == []
    outcome = "2 read, 1 loaded, 1 malformed (line 3: 1 field instead of 5)"
    assert f'"file": "{provider.prefix}a.csv", "outcome": "{outcome}"' in log
    assert not [name for name in ("token_ingest", "s3_ingest") if stack.secrets[name] in log]


def test_it_ends_at_once_when_it_is_told_to(stack: Stack) -> None:
    stack.compose("stop", "--timeout", "60", "ingest")
    (container,) = stack.compose("ps", "--all", "--quiet", "ingest").split()
    state = subprocess.run(
        ["docker", "inspect", "--format", "{{.State.ExitCode}}", container], capture_output=True, text=True, check=True
    )
    stack.compose("start", "ingest")
    assert state.stdout.strip() == "0"
    wait_until(lambda: is_well(stack))
