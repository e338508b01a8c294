"""The unit tests of the dbt project, on Trino; `make test` runs them on DuckDB."""

from pathlib import Path

import pytest

from ingest.common.settings import TrinoEndpoint
from movies_lakehouse.build.run import build
from movies_lakehouse.lake.stack import StackLake
from tests.parity.deliveries import TABLES
from tests.spec.dbt_project import invoke


@pytest.mark.filterwarnings("ignore:invalid escape sequence:DeprecationWarning")  # in macros of dbt-trino
def test_unit_tests_pass(as_dbt: TrinoEndpoint, stack_lake: StackLake, tmp_path: Path) -> None:
    # dbt looks the types of a model's inputs up in their tables.
    build(stack_lake, TABLES)
    answer = invoke(tmp_path, "test", "--select", "test_type:unit", "--target", "stack")
    assert answer.result is not None, answer.exception
    failed = {result.node.name: result.message for result in answer.result.results if result.status != "pass"}
    assert not failed
    assert answer.result.results
