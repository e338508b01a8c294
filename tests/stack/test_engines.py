"""Trino and DuckDB make the same silver and gold of the same bronze, however odd the deliveries are."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from ingest.common.settings import TrinoEndpoint
from movies_lakehouse import open_lake
from movies_lakehouse.build.dbt_runner import PROJECT
from movies_lakehouse.build.run import build
from movies_lakehouse.lake.embedded import EmbeddedLake
from movies_lakehouse.lake.stack import StackLake
from tests.parity.bronze import copy_bronze
from tests.parity.compare import differences
from tests.parity.deliveries import TABLES, Delivered, deliveries
from tests.spec.dbt_project import invoke
from tests.stack.providing import Provider, built, wait_until
from tests.stack.support import Stack

MODELS = len(list(PROJECT.glob("models/*/*.sql")))


@pytest.fixture(scope="module", autouse=True)
def trino_builds(stack: Stack, stack_lake: StackLake) -> Iterator[int]:
    """Has Trino compute what DuckDB has computed; the number of DuckDB's last build."""
    number = built(stack_lake)["number"]
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("MOVIES_ENGINE", "trino")
        restart(stack)
        yield number
    restart(stack)


def restart(stack: Stack) -> None:
    stack.compose("up", "--detach", "--no-build", "--no-deps", "--wait", "dbt")


def test_the_other_engine_finds_nothing_to_publish(stack_lake: StackLake, trino_builds: int) -> None:
    wait_until(lambda: built(stack_lake)["number"] > trino_builds)
    build = built(stack_lake)
    assert (build["status"], build["models"], build["published"]) == ("built", MODELS, "")


def test_trino_builds_only_what_is_downstream_of_the_change(stack_lake: StackLake, provider: Provider) -> None:
    provider.put_movies()
    provider.wait()
    build = built(stack_lake)
    assert build["status"] == "built"
    assert 0 < build["models"] < MODELS
    assert "silver.critic_agg" in build["published"].split(", ")
    assert "silver.audience_pulse" not in build["published"]


@pytest.mark.filterwarnings("ignore:invalid escape sequence:DeprecationWarning")  # in macros of dbt-trino
def test_unit_tests_of_the_models_pass_on_trino(as_dbt: TrinoEndpoint, stack_lake: StackLake, tmp_path: Path) -> None:
    # dbt looks the types of a model's inputs up in their tables.
    built(stack_lake)
    answer = invoke(tmp_path, "test", "--select", "test_type:unit", "--target", "stack")
    assert answer.result is not None, answer.exception
    failed = {result.node.name: result.message for result in answer.result.results if result.status != "pass"}
    assert not failed
    assert answer.result.results


# Few examples of many movies, the same at each run: a build takes seconds, and making an example smaller takes many.
@settings(
    max_examples=2,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(delivered=deliveries())
def test_silver_and_gold_are_equal_row_for_row(
    stack_lake: StackLake, tmp_path_factory: pytest.TempPathFactory, delivered: Delivered
) -> None:
    folder = tmp_path_factory.mktemp("parity")
    receipts = stack_lake.ingest(delivered.written(folder), TABLES, on_receipt=lambda receipt: None)
    assert {receipt.status for receipt in receipts} <= {"loaded", "repeat"}
    build(stack_lake, TABLES)
    embedded = open_lake(folder / "lake", "embedded")
    assert isinstance(embedded, EmbeddedLake)
    copy_bronze(stack_lake.trino, embedded, TABLES)
    build(embedded, TABLES)
    found = differences(embedded, stack_lake.trino)
    assert not found, found
