"""What is told of Trino's errors, which errors of dbt are outages, and how long answers come."""

from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
from trino.exceptions import TrinoConnectionError, TrinoExternalError, TrinoQueryError

from ingest.common.errors import MoviesError, Unreachable
from ingest.common.settings import Settings, TrinoEndpoint
from movies_lakehouse.build.dbt_runner import failure
from movies_lakehouse.lake.stack import StackLake
from movies_lakehouse.lake.trino_sql import BATCH_ROWS, TrinoSql

ENDPOINT = TrinoEndpoint("localhost", 8443, "analyst", "secret", Path("ca.pem"))
PLACE = "Trino at localhost:8443"
POOL = "HTTPSConnectionPool(host='trino', port=8443): Max retries exceeded with url: /v1/statement"


def trino_error(kind: str, name: str, message: str, *causes: str) -> TrinoQueryError:
    """An error as Trino's answer has it, with what led to it: class and message, the last first."""
    info: dict[str, Any] | None = None
    for cause in reversed([f"io.trino.spi.TrinoException: {message}", *causes]):
        exception, _, said = cause.partition(": ")
        info = {"type": exception, "message": said, "cause": info}
    return TrinoQueryError({"errorType": kind, "errorName": name, "message": message, "failureInfo": info}, "q")


class FailingCursor:
    def __init__(self, error: Exception) -> None:
        self.error = error

    def execute(self, sql: str) -> None:
        raise self.error


def answered(error: Exception) -> MoviesError:
    """What a query raises when Trino answers with an error."""
    trino = TrinoSql(ENDPOINT, "lake")
    trino.__dict__["connection"] = SimpleNamespace(cursor=lambda: FailingCursor(error))
    with pytest.raises(MoviesError) as raised:
        trino.run("select 1")
    assert "\n" not in str(raised.value)
    return raised.value


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            trino_error("EXTERNAL", "ICEBERG_COMMIT_ERROR", "Cannot commit,\n found new conflicting files"),
            f"{PLACE}: another writer changed the table meanwhile (Cannot commit, found new conflicting files); try ag",
        ),
        (
            trino_error("EXTERNAL", "ICEBERG_BAD_DATA", "Unsupported Trino column type (integer) for Parquet column"),
            f"{PLACE} cannot read the table as it is, or as it was at that snapshot (ICEBERG_BAD_DATA: Unsupported",
        ),
        (
            trino_error("EXTERNAL", "ICEBERG_MISSING_DATA", "Error opening split", "java.io.FileNotFoundException: x"),
            f"{PLACE} cannot read the table as it is",
        ),
        (
            trino_error("INSUFFICIENT_RESOURCES", "EXCEEDED_LOCAL_MEMORY_LIMIT", "Query exceeded per-node limit"),
            f"{PLACE} gave the query up: it needs more memory than Trino has for it",
        ),
        (
            trino_error("INSUFFICIENT_RESOURCES", "CLUSTER_OUT_OF_MEMORY", "Query killed"),
            f"{PLACE} gave the query up: it needs more memory",
        ),
        (
            trino_error("INSUFFICIENT_RESOURCES", "EXCEEDED_TIME_LIMIT", "Query exceeded maximum time limit of 1h"),
            f"{PLACE} gave the query up: it exceeds a limit of Trino; ask for less (EXCEEDED_TIME_LIMIT: Query exceed",
        ),
        (
            trino_error("INSUFFICIENT_RESOURCES", "QUERY_QUEUE_FULL", "Too many queued queries"),
            f"{PLACE} gave the query up: too many queries are waiting; try again later",
        ),
        (trino_error("USER_ERROR", "COLUMN_NOT_FOUND", "Column 'minio:9000' cannot be"), "SQL: Column 'minio:9000'"),
    ],
)
def test_an_error_that_is_no_outage(error: TrinoQueryError, told: str) -> None:
    raised = answered(error)
    assert str(raised).startswith(told)
    assert not isinstance(raised, Unreachable) and "doctor" not in str(raised)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (trino_error("EXTERNAL", "ICEBERG_CATALOG_ERROR", "Failed to load table"), "the catalog failed or was away"),
        (
            trino_error("EXTERNAL", "ICEBERG_COMMIT_ERROR", "x", "java.net.ConnectException: Connection refused"),
            "Trino or a service that it needs",
        ),
        (
            trino_error(
                "EXTERNAL",
                "ICEBERG_CANNOT_OPEN_SPLIT",
                "Error opening split",
                "java.io.IOException: x",
                "software.amazon.awssdk.core.exception.SdkClientException: Unable to execute HTTP request",
            ),
            "the storage",
        ),
        (trino_error("INTERNAL_ERROR", "SERVER_STARTING_UP", "Trino server is still initializing"), "Trino failed"),
        (
            trino_error("INTERNAL_ERROR", "GENERIC_INTERNAL_ERROR", "Unexpected FilterNode"),
            "Trino or a service that it needs",
        ),
    ],
)
def test_an_error_that_may_be_an_outage(error: TrinoQueryError, told: str) -> None:
    raised = answered(error)
    assert isinstance(raised, Unreachable)
    assert str(raised).startswith(f"{PLACE}: {told}") and str(raised).endswith("; movies doctor tells what is down")


class HangingCursor:
    """A query that Trino never answers."""

    def __init__(self) -> None:
        self.begun, self.ended = Event(), Event()

    def execute(self, sql: str) -> None:
        self.begun.set()
        self.ended.wait()
        raise trino_error("USER_ERROR", "USER_CANCELED", "Query was canceled")

    def cancel(self) -> None:
        self.ended.set()
        raise TrinoConnectionError("failed to cancel")


def test_queries_under_way_can_be_ended() -> None:
    trino, cursors = TrinoSql(ENDPOINT, "lake"), [HangingCursor(), HangingCursor()]
    left = cursors.copy()
    trino.__dict__["connection"] = SimpleNamespace(cursor=lambda: left.pop())
    with ThreadPoolExecutor() as pool:
        asked = [pool.submit(trino.run, "select 1") for _ in cursors]
        for cursor in cursors:
            cursor.begun.wait()
        trino.cancel()
        for each in asked:
            with pytest.raises(MoviesError, match="Query was canceled"):
                each.result()
    assert not trino.running


def of_model(error: object) -> str:
    return f"Database Error in model movies (models/silver/movies.sql)\n  {error}\n  compiled code at ..."


@pytest.mark.parametrize(
    ("error", "who"),
    [
        (trino_error("EXTERNAL", "ICEBERG_CATALOG_ERROR", "Failed to load table"), "the catalog"),
        (TrinoExternalError({"errorType": "EXTERNAL", "errorName": "ICEBERG_FILESYSTEM_ERROR"}), "the storage"),
        (trino_error("INTERNAL_ERROR", "GENERIC_INTERNAL_ERROR", "no such thing"), "Trino or a service that it needs"),
        (trino_error("INTERNAL_ERROR", "REMOTE_TASK_ERROR", "Expected response code"), "Trino"),
        (f"failed to execute: {POOL} (Caused by NewConnectionError('[Errno 111] Connection refused'))", "Trino"),
        ("('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))", "Trino"),
        ("error 404: b'Query not found'", "Trino"),
        ("error 503: service unavailable", "Trino"),
    ],
)
def test_a_model_that_failed_for_an_outage(error: object, who: str) -> None:
    raised = failure("stack", [("titles: ", of_model("no such column")), ("movies: ", of_model(error))])
    assert isinstance(raised, Unreachable)
    assert str(raised).startswith(f"dbt: movies: {who} was away (Database Error in model movies")
    assert isinstance(failure("stack", [("", error)]), Unreachable)


@pytest.mark.parametrize(
    "error",
    [
        trino_error("USER_ERROR", "INVALID_CAST_ARGUMENT", "Cannot cast 'Connection refused' to integer"),
        trino_error("EXTERNAL", "ICEBERG_COMMIT_ERROR", "Cannot commit"),
        trino_error("INSUFFICIENT_RESOURCES", "EXCEEDED_LOCAL_MEMORY_LIMIT", "Query exceeded per-node limit"),
        "This model has an enforced contract that failed.",
    ],
)
def test_a_model_that_failed_by_itself(error: object) -> None:
    raised = failure("stack", [("movies: ", of_model(error)), ("titles: ", of_model("x"))])
    assert not isinstance(raised, Unreachable)
    assert str(raised).startswith("dbt: movies: Database Error in model movies")


def test_duckdb_knows_no_outage() -> None:
    raised = failure("embedded", [("movies: ", "Could not convert string 'error 503' to INT32")])
    assert not isinstance(raised, Unreachable)


class LongAnswer:
    """A query with so many rows, of which no more than BATCH_ROWS are ever asked for."""

    description = (("n", "bigint"),)

    def __init__(self, rows: int) -> None:
        self.left = iter(range(rows))

    def execute(self, sql: str) -> None: ...

    def fetchmany(self, size: int) -> list[list[int]]:
        return [[n] for n in islice(self.left, size)]


@pytest.mark.parametrize("rows", [0, 3, BATCH_ROWS, BATCH_ROWS + 1])
def test_an_answer_of_any_size_comes_in_tables_of_a_few_rows(rows: int, tmp_path: Path) -> None:
    trino = TrinoSql(ENDPOINT, "lake")
    trino.__dict__["connection"] = SimpleNamespace(cursor=lambda: LongAnswer(rows))
    lake = StackLake(Settings(lake=tmp_path, runtime="stack", memory="100MB"))
    lake.__dict__["trino"] = trino
    with lake.database() as database:
        lake.add_views(database, [("gold", "movies")])
        assert database.sql("from gold.movies").fetchall() == [(n,) for n in range(rows)]
    assert not trino.running
