"""AWS without an account: moto answers over HTTP, in this process, for all services that are asked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import requests
from moto.core.config import default_user_config
from moto.server import ThreadedMotoServer

from tests.aws.template import DATABASES

REGION = "eu-west-1"


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Its address."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(default_user_config, "stepfunctions", {"execute_state_machine": True})
        patch.setitem(default_user_config, "lambda", {"use_docker": False})
        server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
        server.start()
        host, port = server.get_host_and_port()
        # Where moto's own state machines find the functions and the queue.
        patch.setenv("MOTO_PORT", str(port))
        yield f"http://{host}:{port}"
        server.stop()


@pytest.fixture
def aws(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """
    An empty account with two buckets and the databases of the template; the environment of a function in it.

    No key is given to us: each library finds it by AWS's default chain.
    """
    requests.post(f"{server}/moto-api/reset", timeout=10)
    environment = {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ENDPOINT_URL": server,
        "MOVIES_S3_ENDPOINT": server,
        "MOVIES_LANDING": "movies-landing",
        "MOVIES_LAKEHOUSE": "movies-lakehouse",
        "MOVIES_LAKE": str(tmp_path / "lake"),
        "MOVIES_MEMORY": "500MB",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    for bucket in ("movies-landing", "movies-lakehouse", "elsewhere"):
        make_bucket(boto3.client("s3"), bucket)
    for name in DATABASES:
        boto3.client("glue").create_database(DatabaseInput={"Name": name})
    return environment


def make_bucket(s3: Any, name: str) -> None:
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_notification_configuration(Bucket=name, NotificationConfiguration={"EventBridgeConfiguration": {}})
