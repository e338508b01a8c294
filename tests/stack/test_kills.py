"""Each service that a build needs is killed in the middle of one; afterwards all is as if nothing had happened.

Kills in the middle of loads are in test_ingest.py.
"""

import time

import pytest

from movies_lakehouse.build.stack_build import await_build
from movies_lakehouse.lake.stack import StackLake
from tests.journey.support import CRITIC
from tests.parity.deliveries import TABLES
from tests.stack.providing import Provider, wait_until
from tests.stack.support import Stack

SERVICES = ["dbt", "trino", "minio", "postgres", "catalog", "gateway"]
FILES, MOVIES = 6, 20


def up(stack: Stack) -> None:
    stack.compose("up", "--detach", "--no-build", "--wait")


def builds_begun(stack: Stack) -> int:
    return stack.log("dbt").count('"build started"')


def deliver(provider: Provider, start: str) -> None:
    for file in range(FILES):
        lines = (f"{start} {file} {movie},2009,98,8.7,298\n" for movie in range(MOVIES))
        provider.put_text(f"{file}.csv", CRITIC + "".join(lines))


def check(stack: Stack, lake: StackLake, start: str) -> None:
    assert await_build(lake.trino, TABLES, lambda: None) is not None
    for table in ("bronze.critic_agg", "silver.critic_agg", "gold.movies_unified"):
        count = f"select count(*), count(distinct movie_title) from {table} where strpos(movie_title, '{start}') = 1"
        assert stack.sql("analyst", count) == [[FILES * MOVIES, FILES * MOVIES]], table


@pytest.mark.parametrize("service", SERVICES)
def test_killed_in_the_middle_of_a_build(stack: Stack, stack_lake: StackLake, service: str) -> None:
    provider, start = Provider(stack).wait(), f"Kill {service} movie"
    begun = builds_begun(stack)
    deliver(provider, start)
    provider.wait()
    wait_until(lambda: builds_begun(stack) > begun)
    # At another point of the build with each service.
    time.sleep(0.5 * SERVICES.index(service))
    stack.compose("kill", "--signal", "KILL", service)
    up(stack)
    check(stack, stack_lake, start)


def test_all_are_restarted_at_once(stack: Stack, stack_lake: StackLake) -> None:
    provider, start = Provider(stack).wait(), "Restart movie"
    deliver(provider, start)
    stack.compose("restart", "--timeout", "5")
    up(stack)
    provider.wait()
    check(stack, stack_lake, start)


def test_down_and_up_keeps_data_and_secrets(stack: Stack, stack_lake: StackLake) -> None:
    provider, start = Provider(stack).wait(), "Down movie"
    deliver(provider, start)
    provider.wait()
    secrets = dict(stack.secrets)
    stack.compose("down", "--timeout", "5")
    up(stack)
    stack.forget()
    assert stack.secrets == secrets
    check(stack, stack_lake, start)
