"""The two runtimes make the same silver and gold of the same bronze, however odd the deliveries are."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from movies_lakehouse import open_lake
from movies_lakehouse.build.run import build
from movies_lakehouse.lake.embedded import EmbeddedLake
from movies_lakehouse.lake.stack import StackLake
from tests.parity.bronze import copy_bronze
from tests.parity.compare import differences
from tests.parity.deliveries import TABLES, Delivered, deliveries


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
