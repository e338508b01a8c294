"""Builds the stack's silver and gold: dbt in Trino into the schema `audit`, published a table at a time by Trino."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from ingest.common.openlineage import NOBODY
from ingest.contracts import Table
from ingest.contracts.undescribed import Undescribed
from movies_lakehouse.build.dbt_runner import Built
from movies_lakehouse.build.engine import Build, headers_by_table, is_read_again
from movies_lakehouse.build.service_engine import COLUMNS, ServiceEngine
from movies_lakehouse.build.trino_migration import migrate
from movies_lakehouse.lake.builds import (
    BUILDS,
    BUILT,
    Row,
    bronze_snapshots,
    bronze_state,
    newest_build,
    undescribed,
)
from movies_lakehouse.lake.trino_sql import TrinoSql

AUDIT = "audit"
# As the catalogs of the stack are set: CATALOG_WAREHOUSE in docker-compose.yml.
WAREHOUSE = "s3://lakehouse/warehouse"
# As few as keep Trino busy: readers wait for nothing, but between two tables of one build they may see old and new.
TABLES_AT_ONCE = 4
# Name and type of each column, in order, of every table in the layers and in audit.
Columns = dict[str, list[tuple[str, str]]]


class TrinoEngine(ServiceEngine):
    """dbt writes where nobody reads; `create or replace table ... as select` is one commit a table."""

    target = "stack"

    def __init__(self, trino: TrinoSql, tables: Mapping[str, Table], dbt_folder: Path) -> None:
        self.trino = trino
        self.tables = tables
        self.dbt_folder = dbt_folder
        self.warehouse, self.events = WAREHOUSE, NOBODY
        # Whether `audit` holds what the last good build made, all of it: else a part cannot be built alone.
        self.audit_is_whole = False
        migrate(trino, {table: [name for name, _ in columns] for table, columns in self.columns().items()})
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        trino.run(f"create table if not exists {BUILDS} ({columns})")
        trino.run(f"alter table {BUILDS} add column if not exists seconds {COLUMNS['seconds']}")

    def bronze(self) -> dict[str, int | None]:
        return bronze_state(self.trino, self.tables)

    def undescribed(self) -> list[Undescribed]:
        return undescribed(self.trino, self.tables)

    def newest_snapshot(self) -> int | None:
        return bronze_snapshots(self.trino, ["deliveries"])["deliveries"]

    def committed_at(self, name: str, snapshot_id: int) -> datetime | None:
        snapshots = f'bronze."{name}$snapshots"'
        rows = self.trino.rows(f"select committed_at from {snapshots} where snapshot_id = {snapshot_id}")
        return rows[0]["committed_at"] if rows else None

    def unexpected_columns(self) -> dict[str, set[str]]:
        rows = self.trino.rows("select distinct table_name, unexpected_columns from bronze.deliveries")
        return headers_by_table((row["table_name"], row["unexpected_columns"]) for row in rows)

    def newest_build(self) -> Row | None:
        return newest_build(self.trino)

    def last_inputs(self) -> str | None:
        build = newest_build(self.trino, f"where status = '{BUILT}'")
        return build["built_from"] if build else None

    @contextmanager
    def open(self) -> Iterator[None]:
        yield

    def rows(self, sql: str) -> list[dict[str, Any]]:
        return self.trino.rows(sql)

    def variables(self, bronze: dict[str, int | None]) -> dict[str, Any]:
        published = {
            table.split(".")[1]: {"relation": table, "columns": [name for name, _ in columns]}
            for table, columns in self.columns().items()
            if is_read_again(table)
        }
        # Deliveries go on arriving: without the snapshots, two models of one build could read two states of bronze.
        return {"bronze_snapshots": bronze, "published": published}

    def downstream_of(self, changed: list[str]) -> list[str]:
        selection = [f"source:bronze.{name}+" for name in changed] if self.audit_is_whole else []
        self.audit_is_whole = False
        return selection

    def publish(self, built: list[Built]) -> list[str]:
        columns = self.columns()
        with ThreadPoolExecutor(TABLES_AT_ONCE) as pool:
            differed = list(pool.map(lambda each: self.publish_one(each, columns), built))
        return [each.name for each, new in zip(built, differed, strict=True) if new]

    def publish_one(self, built: Built, columns: Columns) -> bool:
        candidate = f"{AUDIT}.{built.name.split('.')[1]}"
        if columns.get(built.name) == columns[candidate] and self.same_rows(built.name, candidate, columns[candidate]):
            return False
        about = literal(built.about)
        self.trino.run(f"create or replace table {built.name} comment {about} as select * from {candidate}")
        return True

    def columns(self) -> Columns:
        found: Columns = {}
        # Trino opens every table of the schemas that it is asked for.
        for row in self.trino.rows(f"""
            select table_schema, table_name, column_name, data_type
            from information_schema.columns
            where table_schema in ('{AUDIT}', 'silver', 'gold')
            order by ordinal_position
        """):
            table = f"{row['table_schema']}.{row['table_name']}"
            found.setdefault(table, []).append((row["column_name"], row["data_type"]))
        return found

    def same_rows(self, one: str, other: str, columns: list[tuple[str, str]]) -> bool:
        """Whether two tables hold the same rows in whatever order, by their number and a checksum over them."""
        row = ", ".join(f'"{name}"' for name, _ in columns)
        queries = [f"select count(*) as n, checksum(row({row})) as content from {table}" for table in (one, other)]
        [answer] = self.trino.rows(f"select count(*) as different from ({' union '.join(queries)})")
        return bool(answer["different"] == 1)

    def left_over(self, made: set[str]) -> list[str]:
        left = {name for name in self.columns() if not name.startswith(AUDIT)} - made - {BUILDS}
        rows = self.trino.rows(f"select published from {BUILDS} where published is not null") if left else []
        return sorted(left & {name for row in rows for name in row["published"].split(", ")})

    def drop(self, name: str) -> None:
        self.trino.run(f"drop table {name}")
        self.trino.run(f"drop table if exists {AUDIT}.{name.split('.')[1]}")

    def record(self, build: Build, built_from: str) -> None:
        super().record(build, built_from)
        self.audit_is_whole = True

    def note(self, build: dict[str, Any]) -> None:
        values = [f"cast({literal(build.get(name))} as {kind})" for name, kind in COLUMNS.items() if name != "number"]
        self.trino.run(f"insert into {BUILDS} select coalesce(max(number), 0) + 1, {', '.join(values)} from {BUILDS}")


def literal(value: object) -> str:
    return "null" if value is None else "'" + str(value).replace("'", "''") + "'"
