"""A service is killed and stays away for longer than any health check is patient; then one command mends the stack."""

import time

import pytest

from tests.stack.providing import Provider, wait_until
from tests.stack.support import Stack, run

# Longer than it takes each health check to turn bad: five tries, three seconds apart, of ten seconds at most.
OUTAGE_SECONDS = 45.0
HEALTH = "{{.Service}} {{.Health}}"
ABANDONED = 10
# Trino's own patience with a client that does not come back is five minutes.
FORGOTTEN_SECONDS = 60.0
# Begins a query as the health check does, and leaves it when the first answer has come.
ABANDON = "timeout --signal KILL 0.3 /etc/trino/health.sh; true"


def health(stack: Stack) -> dict[str, str]:
    return dict(line.split() for line in stack.compose("ps", "--format", HEALTH).splitlines())


@pytest.mark.parametrize("service", ["postgres", "minio"])
def test_one_command_mends_an_outage(stack: Stack, provider: Provider, service: str) -> None:
    provider.put("a.csv", f"Outage of {service}")
    stack.compose("kill", "--signal", "KILL", service)
    time.sleep(OUTAGE_SECONDS)
    assert set(health(stack).values()) == {"healthy"}
    stack.compose("up", "--detach", "--no-build", "--wait")
    provider.wait()
    assert provider.rows() == [("a.csv", f"Outage of {service}")]


def test_health_checks_that_were_cut_short_are_soon_forgotten(stack: Stack) -> None:
    for _ in range(ABANDONED):
        stack.exec("trino", "bash", "-c", ABANDON)
    held = "select count(*) from system.runtime.queries where \"user\" = 'health' and state = 'RUNNING'"
    wait_until(lambda: stack.sql("admin", held, "system") == [[0]], FORGOTTEN_SECONDS)
    assert stack.exec("trino", "/etc/trino/health.sh") == ""
    containers = stack.compose("ps", "--quiet", "trino").split()
    assert "healthy" in run(["docker", "inspect", "--format", "{{.State.Health.Status}}", *containers])
