"""What `movies --runtime stack doctor` makes of what Docker and the endpoints answer, or do not answer."""

import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import certifi
import pytest

from ingest.common.settings import settings
from movies_lakehouse.lake.stack import StackLake
from movies_lakehouse.outputs import stack_doctor
from movies_lakehouse.outputs.causes import Part, causes_first
from movies_lakehouse.outputs.checked import Checked
from movies_lakehouse.outputs.stack_doctor import check_stack

# Stands in for the command: `ps`, `inspect` and the job `credentials` are all that the doctor asks of it.
DOCKER = """#!/bin/sh
case "$*" in
    *" ps "*) cat "$DOCKER_SAYS/ps" ;;
    inspect*) cat "$DOCKER_SAYS/inspect" ;;
    *" run "*) cat "$DOCKER_SAYS/credentials" ;;
esac
"""
KNOWN = {"trino": {"analyst": "a"}, "s3": {"uploader": "u"}, "ca": Path(certifi.where()).read_text()}
START = "start it: docker compose up --wait"


class FakeDocker:
    """The command `docker` on this machine, and the containers that it knows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "docker").write_text(DOCKER)
        (folder / "docker").chmod(0o755)
        (folder / "credentials").write_text(json.dumps(KNOWN))

    def runs(self, **states: dict[str, Any]) -> None:
        """Has these services, by the names that Compose gives them, each in a state as `docker inspect` tells it."""
        services = [name.replace("_", "-") for name in states]
        listed = [json.dumps({"Name": f"m-{service}-1", "Service": service}) for service in services]
        one_off = json.dumps({"Name": "m-credentials-run-316dba1f8d81", "Service": "credentials"})
        (self.folder / "ps").write_text("\n".join([*listed, one_off]))
        (self.folder / "inspect").write_text("\n".join(map(json.dumps, states.values())))


@pytest.fixture
def docker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeDocker:
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("DOCKER_SAYS", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return FakeDocker(tmp_path)


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StackLake]:
    """A stack whose endpoints take connections and never say a word."""
    monkeypatch.setattr(stack_doctor, "DEADLINE_SECONDS", 2.0)
    for name in ("MOVIES_TRINO_PASSWORD", "MOVIES_TRINO_USER", "MOVIES_S3_SECRET", "MOVIES_CA"):
        monkeypatch.delenv(name, raising=False)
    with socket.create_server(("127.0.0.1", 0)) as trino, socket.create_server(("127.0.0.1", 0)) as storage:
        monkeypatch.setenv("MOVIES_TRINO_HOST", "127.0.0.1")
        monkeypatch.setenv("MOVIES_TRINO_PORT", str(trino.getsockname()[1]))
        monkeypatch.setenv("MOVIES_S3_ENDPOINT", f"http://127.0.0.1:{storage.getsockname()[1]}")
        yield StackLake(settings(tmp_path / "lake", "stack"))


def running(health: str = "healthy", says: str = "") -> dict[str, Any]:
    looks = [{"Output": "an older word"}, {"Output": says}]
    return {"Status": "running", "ExitCode": 0, "Health": {"Status": health, "Log": looks}}


def ended(code: int = 137) -> dict[str, Any]:
    return {"Status": "exited", "ExitCode": code}


def seen() -> dict[str, tuple[str, str]]:
    return {part.checked.what: (part.checked.state, part.checked.remedy) for part in stack_doctor.containers()}


def test_containers_that_are_well_and_not(docker: FakeDocker) -> None:
    docker.runs(
        init=ended(0),
        provision=ended(1),
        trino=running(),
        catalog={"Status": "running", "ExitCode": 0},
        dbt=running("unhealthy", "data test x:\n 1 found (said 2 s ago)\n"),
        ingest=running("healthy", "waits: the storage is away (said 3 s ago)\n"),
        minio=ended(137),
        gateway=ended(0),
        trino_worker=running("starting"),
        demo={"Status": "created", "ExitCode": 0},
    )
    assert seen() == {
        "m-init-1": ("exited", ""),
        "m-provision-1": ("exited", START),
        "m-trino-1": ("healthy", ""),
        "m-catalog-1": ("running", ""),
        "m-dbt-1": (
            "unhealthy",
            "data test x: 1 found (said 2 s ago); see more: docker compose logs --tail 50 dbt",
        ),
        "m-ingest-1": ("healthy", "waits: the storage is away (said 3 s ago)"),
        "m-minio-1": ("exited", START),
        "m-gateway-1": ("exited", START),
        "m-trino-worker-1": ("starting", "see why: docker compose logs --tail 50 trino-worker"),
        "m-demo-1": ("created", START),
    }


def test_what_belongs_to_a_profile_is_started_by_it(docker: FakeDocker) -> None:
    docker.runs(
        superset=ended(1),
        superset_provision=ended(0),
        metabase_gateway=ended(1),
        metabase_provision=ended(1),
        metabase_database=ended(0),
        airflow_scheduler=ended(137),
        airflow_provision=ended(0),
        grafana=ended(1),
    )
    assert [(part.checked.what, part.checked.remedy) for part in stack_doctor.containers()] == [
        ("m-airflow-provision-1", ""),
        ("m-airflow-scheduler-1", "start it: docker compose --profile airflow up --wait"),
        ("m-grafana-1", "start it: docker compose --profile observability up --wait"),
        ("m-metabase-database-1", ""),
        ("m-metabase-gateway-1", "start it: docker compose --profile metabase up --wait"),
        ("m-metabase-provision-1", "start it: docker compose --profile metabase up --wait"),
        ("m-superset-1", "start it: docker compose --profile bi up --wait"),
        ("m-superset-provision-1", ""),
    ]


def test_a_stack_that_was_never_started(docker: FakeDocker) -> None:
    docker.runs()
    assert seen() == {"containers": ("none", START)}


def test_a_machine_without_docker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert seen() == {
        "containers": ("unknown", "there is no Docker engine to ask; run this on the stack's machine"),
    }


def test_an_answer_comes_though_nothing_answers_and_the_cause_is_first(docker: FakeDocker, lake: StackLake) -> None:
    docker.runs(
        init=ended(0),
        catalog=running(),
        postgres=ended(),
        minio=running(),
        trino=running(),
        ingest=running("healthy", "waits: no answer of the catalog (said 3 s ago)"),
    )
    first, *others = check_stack(lake, {})
    assert first == Checked("m-postgres-1", "exited", START)
    assert {each.what: (each.state, each.remedy) for each in others if each.remedy} == {
        "m-ingest-1": ("healthy", "look at postgres first"),
        # Postgres is nothing that these two need.
        "Trino": ("no answer", "it has not answered within 2 s; ask again in a minute"),
        "landing bucket": ("no answer", "look at postgres first"),
        "gold": ("no answer", "look at postgres first"),
    }
    assert [each.what for each in others if not each.remedy] == ["m-init-1", "m-minio-1", "m-catalog-1", "m-trino-1"]


def test_docker_that_does_not_answer(docker: FakeDocker, lake: StackLake) -> None:
    (docker.folder / "docker").write_text("#!/bin/sh\nexec sleep 30\n")
    assert {each.what: each.state for each in check_stack(lake, {})} == dict.fromkeys(
        ["containers", "Trino", "landing bucket", "gold"], "no answer"
    )


def part(name: str, remedy: str = "mend it", stopped: bool = False) -> Part:
    return Part(name, Checked(name, "somehow", remedy), stopped)


def test_each_cause_is_named_before_all_that_suffer() -> None:
    found = [
        part("gold"),
        part("dbt", stopped=True),
        part("postgres", stopped=True),
        part("another"),
        part("catalog"),
        part("gateway", ""),
        part("ingest"),
        part("minio", stopped=True),
    ]
    assert [(each.what, each.remedy) for each in causes_first(found)] == [
        ("postgres", "mend it"),
        ("minio", "mend it"),
        ("dbt", "mend it"),
        ("another", "mend it"),
        ("catalog", "look at postgres first"),
        ("ingest", "look at postgres first"),
        ("gold", "look at postgres first"),
        ("gateway", ""),
    ]


def test_a_lone_trouble_is_its_own_cause() -> None:
    assert causes_first([part("minio", ""), part("ingest")])[0].remedy == "mend it"
