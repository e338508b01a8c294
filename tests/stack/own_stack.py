"""A stack that meets no other one: a project and host ports of its own, gone without a trace at the end."""

import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from testcontainers.compose import DockerCompose

from tests.stack.dashboards import DOWN
from tests.stack.support import ROOT, Stack, run

IMAGES = ("init", "catalog", "ingest", "dbt", "superset", "airflow")


@contextmanager
def own_stack(folder: Path, demo: bool = True) -> Iterator[Stack]:
    """Built and started; `folder` is for what it needs of files, `demo` whether the example is delivered to it."""
    project = f"movies-test-{uuid.uuid4().hex[:8]}"
    running = Stack(project, free_port(), free_port(), free_port(), free_port(), folder)
    own = {
        "COMPOSE_PROJECT_NAME": running.project,
        "TRINO_PORT": str(running.trino_port),
        "S3_PORT": str(running.s3_port),
        "SUPERSET_PORT": str(running.superset_port),
        "AIRFLOW_PORT": str(running.airflow_port),
        "METABASE_PORT": str(free_port()),
        "GRAFANA_PORT": str(free_port()),
        "DEMO_DATA": str(demo).lower(),
    }
    with pytest.MonkeyPatch.context() as environment:
        for name, value in own.items():
            environment.setenv(name, value)
        try:
            with DockerCompose(ROOT, build=True):
                try:
                    yield running
                finally:
                    # What a profile has started is not taken down with the rest.
                    running.compose(*DOWN)
        finally:
            run(["docker", "image", "rm", "--force", *(f"{running.project}-{image}" for image in IMAGES)])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
