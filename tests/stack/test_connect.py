"""Tools that people connect, with the very lines of docs/connect.md."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import certifi
import pandas as pd
import pytest
from sqlalchemy import inspect
from trino.exceptions import TrinoConnectionError

from tests.docs.pages import blocks
from tests.stack import jdbc
from tests.stack.support import ROOT, Stack

PAGE = ROOT / "docs" / "connect.md"
GOLD = "select count(*) from movies_unified"
SILVER = "select count(*) from lake.silver.movies"
# Runs the first blocks for Python of the page, so many, as a user, and answers with all that they name.
Python = Callable[[str, int], dict[str, Any]]


def of_page(stack: Stack, shown: str) -> str:
    """What the page shows, with this stack's port and certificate."""
    return shown.replace("8443", str(stack.trino_port)).replace("/path/to/ca.pem", stack.ca)


@pytest.fixture(scope="module")
def movies(stack: Stack) -> int:
    [[count]] = stack.sql("admin", "select count(*) from lake.gold.movies_unified")
    return int(count)


@pytest.fixture(scope="module")
def driver(stack: Stack) -> Path:
    return jdbc.driver(stack.folder)


@pytest.fixture(scope="module")
def address(stack: Stack) -> str:
    [shown] = [block.strip() for block in blocks(PAGE, "") if block.startswith("jdbc:")]
    return of_page(stack, shown)


def test_jdbc_reads_gold_and_is_refused_silver(stack: Stack, driver: Path, address: str, movies: int) -> None:
    gold, silver = jdbc.ask(driver, address, "bi", stack.secrets["trino_bi"], GOLD, SILVER)
    assert gold == str(movies)
    assert "Access Denied" in silver


def test_jdbc_trusts_the_stacks_own_authority_only_when_told(stack: Stack, driver: Path, address: str) -> None:
    untold = address.partition("&SSLTrustStorePath")[0]
    assert "PKIX path building failed" in str(jdbc.ask(driver, untold, "bi", stack.secrets["trino_bi"], GOLD))


def test_the_driver_is_that_of_the_stacks_trino() -> None:
    assert re.findall(r"image: trinodb/trino:(\S+)", (ROOT / "docker-compose.yml").read_text()) == [jdbc.VERSION]
    assert set(re.findall(r"trino-jdbc[- ](\d+)", PAGE.read_text())) == {jdbc.VERSION}


@pytest.fixture
def python(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Python:
    monkeypatch.chdir(Path(stack.ca).parent)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    shown = [of_page(stack, block) for block in blocks(PAGE, "python")]

    def run(user: str, count: int) -> dict[str, Any]:
        monkeypatch.setenv("MOVIES_TRINO_PASSWORD", stack.secrets[f"trino_{user}"])
        known: dict[str, Any] = {}
        for block in shown[:count]:
            exec(block.replace("analyst", user), known)
        return known

    return run


def test_python_sqlalchemy_and_pandas_read_gold(python: Python, movies: int) -> None:
    known = python("analyst", 2)
    assert len(known["rows"]) == len(known["frame"]) == movies
    assert "movies_unified" in inspect(known["engine"]).get_table_names("gold")


def test_sqlalchemy_is_refused_silver(python: Python) -> None:
    with pytest.raises(pd.errors.DatabaseError, match="Access Denied"):
        pd.read_sql(SILVER, python("bi", 2)["engine"])


def test_a_bundle_in_the_environment_goes_before_verify(
    python: Python, movies: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = python("bi", 3)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", certifi.where())
    with pytest.raises(TrinoConnectionError, match="CERTIFICATE_VERIFY_FAILED"):
        python("bi", 1)
    assert len(pd.read_sql("select movie_title from movies_unified", known["engine"])) == movies
