"""Asks Trino: one query at a time, answers as Arrow."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import Any

import pyarrow as pa
import requests
import trino
from trino.exceptions import Error, HttpError, TrinoQueryError

from ingest.common.errors import Unreachable
from ingest.common.settings import TrinoEndpoint
from movies_lakehouse.lake.columns import numbered
from movies_lakehouse.lake.trino_errors import told

START = "start the stack: docker compose up --wait"
# Few enough to hold in memory, many enough that putting them into DuckDB costs little.
BATCH_ROWS = 20_000
TYPES = {
    "boolean": pa.bool_(),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "double": pa.float64(),
    "date": pa.date32(),
    "timestamp(6) with time zone": pa.timestamp("us", "UTC"),
}


class TrinoSql:
    """A connection as one user; tables are looked up in `catalog` first. Safe to share among threads."""

    def __init__(self, endpoint: TrinoEndpoint, catalog: str) -> None:
        self.endpoint = endpoint
        self.catalog = catalog
        self.running: set[trino.dbapi.Cursor] = set()

    @cached_property
    def connection(self) -> trino.dbapi.Connection:
        session = requests.Session()
        # Variables such as REQUESTS_CA_BUNDLE would take the place of our own certificates.
        session.trust_env = False
        session.verify = str(self.endpoint.ca)
        return trino.dbapi.Connection(
            host=self.endpoint.host,
            port=self.endpoint.port,
            user=self.endpoint.user,
            catalog=self.catalog,
            http_scheme="https",
            auth=trino.auth.BasicAuthentication(self.endpoint.user, self.endpoint.password),
            http_session=session,
            timezone="UTC",
        )

    def arrow(self, sql: str) -> pa.Table:
        """Answer of one query; MoviesError tells what is wrong with it, Unreachable that Trino does not answer."""
        return arrow_table(*self.run(sql))

    def batches(self, sql: str) -> Iterator[pa.Table]:
        """The same, BATCH_ROWS at a time, for answers of any size; one table at least."""
        with self.asking(sql) as cursor:
            rows = cursor.fetchmany(BATCH_ROWS)
            yield arrow_table(columns_of(cursor), rows)
            while rows := cursor.fetchmany(BATCH_ROWS):
                yield arrow_table(columns_of(cursor), rows)

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """The same, a dictionary a row."""
        return list(self.arrow(sql).to_pylist())

    def run(self, sql: str) -> tuple[list[tuple[str, str]], list[list[Any]]]:
        """Columns (name and Trino's type) and rows of an answer."""
        with self.asking(sql) as cursor:
            rows = cursor.fetchall()
            return columns_of(cursor), rows

    @contextmanager
    def asking(self, sql: str) -> Iterator[trino.dbapi.Cursor]:
        """A cursor that has begun the query; whatever goes wrong with it here is told in one line."""
        cursor = self.connection.cursor()
        self.running.add(cursor)
        try:
            cursor.execute(sql)
            yield cursor
        except TrinoQueryError as error:
            raise told(self.place, " ".join(str(error.message).split()), f"{error} {causes(error)}") from None
        except HttpError as error:
            if "error 401" in str(error):
                raise Unreachable(
                    f"{self.place} refuses the user {self.endpoint.user}; "
                    "check the password (movies credentials tells it)"
                ) from None
            raise Unreachable(f"{self.place} does not answer ({str(error)[:100]}); movies doctor tells why") from None
        except (Error, requests.RequestException) as error:
            raise Unreachable(f"{self.place} cannot be reached ({reason(error)}); {START}") from None
        finally:
            self.running.discard(cursor)

    def cancel(self) -> None:
        """
        End the queries under way, of other threads.

        Trino keeps one that nobody waits for any more for minutes, in one of the few places that its user has.
        """
        for cursor in self.running.copy():
            with suppress(Error, HttpError, requests.RequestException):
                cursor.cancel()  # type: ignore[no-untyped-call]

    @property
    def place(self) -> str:
        return f"Trino at {self.endpoint.host}:{self.endpoint.port}"


def columns_of(cursor: trino.dbapi.Cursor) -> list[tuple[str, str]]:
    return [(column[0], str(column[1])) for column in cursor.description or []]


def arrow_table(columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[Any]]) -> pa.Table:
    values = zip(*rows, strict=True) if rows else [()] * len(columns)
    arrays = [arrow_column(column, kind) for column, (_, kind) in zip(values, columns, strict=True)]
    return pa.Table.from_arrays(arrays, names=numbered([name for name, _ in columns]))


def causes(error: TrinoQueryError) -> str:
    """Class and message of each exception that led to an error, as far as Trino tells them."""
    lines, info = [], error.failure_info
    while info:
        lines.append(f"{info.get('type')}: {info.get('message')}")
        info = info.get("cause")
    return "\n".join(lines)


def reason(error: Exception) -> str:
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate is not one of ours"
    return type(error).__name__


def arrow_column(values: Sequence[Any], trino: str) -> pa.Array:
    if kind := arrow_type(trino):
        return pa.array(values, kind)
    return pa.array([None if value is None else str(value) for value in values], pa.string())


def arrow_type(trino: str) -> pa.DataType | None:
    """
    Arrow's type for a type of Trino; None for one that is shown as text.

    >>> arrow_type("decimal(18,2)"), arrow_type("varchar(10)"), arrow_type("array(bigint)")
    (Decimal128Type(decimal128(18, 2)), DataType(string), None)
    """
    if trino.startswith("varchar"):
        return pa.string()
    if trino.startswith("decimal"):
        precision, scale = trino.removeprefix("decimal(").removesuffix(")").split(",")
        return pa.decimal128(int(precision), int(scale))
    return TYPES.get(trino)
