"""The engine on which the specs run here; the tests of the stack run the same specs on Trino."""

import pytest

from tests.spec.engines import Engine, on_duckdb


@pytest.fixture(scope="session")
def engine() -> Engine:
    return on_duckdb()
