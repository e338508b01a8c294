"""The lakehouse as a team runs it, seen from outside: files go into the landing bucket, Trino answers questions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from ingest.bronze.deliveries import Delivery
from ingest.bronze.receipt import Receipt
from ingest.common.errors import MoviesError
from ingest.common.files import replaced
from ingest.common.settings import Credentials, LandingEndpoint, landing_endpoint, trino_endpoint
from ingest.contracts import Table
from movies_lakehouse.lake.builds import undescribed
from movies_lakehouse.lake.credentials import credentials
from movies_lakehouse.lake.lake import Lake
from movies_lakehouse.lake.layers import LAYERS
from movies_lakehouse.lake.renames import hint
from movies_lakehouse.lake.stack_deliveries import ask_to_retire, deliver
from movies_lakehouse.lake.trino_sql import TrinoSql

if TYPE_CHECKING:
    import pandas as pd

# The catalog that people and BI tools see; nothing can be written through it.
CATALOG = "lake"
USER = "analyst"


@dataclass(frozen=True)
class TrinoRows:
    """Rows of one table, fetched when they are asked for."""

    trino: TrinoSql
    query: str

    def to_arrow(self) -> pa.Table:
        return self.trino.arrow(self.query)

    def to_pandas(self) -> "pd.DataFrame":
        frame: pd.DataFrame = self.to_arrow().to_pandas()
        return frame


class StackLake(Lake):
    """The stack through its two endpoints. Its services do the work: ingesting or building waits for them."""

    @cached_property
    def known(self) -> Credentials:
        return credentials()

    def ca(self) -> Path:
        """The certificates of the stack as a file, as every client wants them."""
        path = self.folder / "stack-ca.pem"
        with replaced(path) as temporary:
            temporary.write_text(self.known.ca)
        return path

    @cached_property
    def trino(self) -> TrinoSql:
        return TrinoSql(trino_endpoint(USER, lambda: self.known, self.ca), CATALOG)

    @cached_property
    def landing(self) -> LandingEndpoint:
        return landing_endpoint(lambda: self.known, self.ca)

    def ingest(
        self, deliveries: list[Delivery], tables: Mapping[str, Table], on_receipt: Callable[[Receipt], None]
    ) -> list[Receipt]:
        return deliver(self.landing, self.trino, deliveries, on_receipt)

    def retire(self, provider: str, tables: Mapping[str, Table]) -> list[str]:
        ask_to_retire(self.landing, provider)
        return [table.name for table in undescribed(self.trino, tables) if table.provider == provider]

    def table(self, name: str, snapshot_id: int | None = None) -> TrinoRows:
        if name not in (there := [".".join(each) for each in self.table_names()]):
            raise MoviesError(f"there is no table {name!r}{hint(name)}; there are: {', '.join(there) or 'none yet'}")
        version = f" for version as of {snapshot_id}" if snapshot_id else ""
        return TrinoRows(self.trino, f"select * from {name}{version}")

    def table_names(self) -> list[tuple[str, str]]:
        layers = ", ".join(f"'{layer}'" for layer in LAYERS)
        rows = self.rows(
            f"select table_schema, table_name from information_schema.tables where table_schema in ({layers})"
        )
        return sorted((row["table_schema"], row["table_name"]) for row in rows)

    def snapshot_id(self, name: tuple[str, str]) -> int | None:
        layer, table = name
        rows = self.rows(f"select snapshot_id from {layer}.\"{table}$refs\" where name = 'main'")
        return rows[0]["snapshot_id"] if rows else None

    def row_count(self, name: tuple[str, str]) -> int:
        [row] = self.rows(f"select count(*) as rows_there from {'.'.join(name)}")
        return int(row["rows_there"])

    def sql(self, query: str) -> pa.Table:
        answer = self.trino.arrow(query.rstrip().rstrip(";"))
        if not answer.column_names:
            raise MoviesError("SQL: this asks for no rows; begin with select")
        return answer

    def add_views(self, connection: duckdb.DuckDBPyConnection, names: list[tuple[str, str]]) -> None:
        for layer, name in names:
            order = " order by _loaded_at, _line" if layer == "bronze" else ""
            connection.execute(f"create schema if not exists {layer}")
            # A table of its own: what is registered is not seen by the cursors that write the files.
            statement = f"create or replace table {layer}.{name} as"
            for rows in self.trino.batches(f"select * from {layer}.{name}{order}"):
                connection.register("fetched", rows)
                connection.execute(f"{statement} select * from fetched")
                connection.unregister("fetched")
                statement = f"insert into {layer}.{name}"
