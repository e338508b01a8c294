"""`movies --runtime stack doctor` while a service is gone names that one before all that suffer from it."""

from typing import Any

import pytest

from ingest.common.errors import Unreachable
from tests.journey.support import Result, call
from tests.stack.providing import wait_until
from tests.stack.support import Stack

UNDER_WAY = """
    select count(*) from system.runtime.queries where "user" = 'analyst' and state not in ('FINISHED', 'FAILED')
"""


def doctor(stack: Stack) -> Result:
    return call("--lake", str(stack.folder / "host"), "--runtime", "stack", "doctor", "--json")


def found(stack: Stack) -> list[dict[str, Any]]:
    answer = doctor(stack)
    assert answer.exit_code == Unreachable.exit_code
    checks: list[dict[str, Any]] = answer.json()
    return checks


def suffering(stack: Stack, cause: str) -> set[str]:
    return {
        each["what"].removeprefix(f"{stack.project}-").removesuffix("-1")
        for each in found(stack)
        if each["remedy"] == f"look at {cause} first"
    }


# Without its storage Trino answers only after minutes, and the dbt service knows no earlier that it waits.
@pytest.mark.parametrize(
    ("service", "sufferers"),
    [("postgres", {"gold", "ingest", "dbt"}), ("minio", {"gold", "landing bucket", "ingest"})],
)
def test_the_cause_is_named_first(stack: Stack, service: str, sufferers: set[str]) -> None:
    wait_until(lambda: doctor(stack).exit_code == 0)
    stack.compose("kill", "--signal", "KILL", service)
    try:
        first = found(stack)[0]
        assert first == {
            "what": f"{stack.project}-{service}-1",
            "state": "exited",
            "remedy": "start it: docker compose up --wait",
        }
        wait_until(lambda: suffering(stack, service) >= sufferers)
        # A query that it gave up would hold one of the analyst's few places.
        wait_until(lambda: stack.sql("admin", UNDER_WAY, "system") == [[0]])
    finally:
        stack.compose("up", "--detach", "--no-build", "--wait")
    wait_until(lambda: doctor(stack).exit_code == 0)
