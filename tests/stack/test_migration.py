"""A stack of version 0.1, started again as today's: its tables go along, and nothing of it is loaded again."""

import json
from typing import Any

from movies_lakehouse.build.stack_build import await_build
from movies_lakehouse.lake.renames import COLUMNS, TABLES, UNPUBLISHED
from movies_lakehouse.lake.stack import StackLake
from tests.parity.deliveries import TABLES as DELIVERED
from tests.stack.providing import Provider, wait_until
from tests.stack.support import Request, Stack

GOLD = ("movies_unified", "movies_by_year", "provider_coverage", "provider_conflicts")
# In the ingest service's place and with its key, since nobody else writes to bronze.
MAKE_BRONZE_OLD = """
import pyarrow as pa, pyarrow.compute as pc
from ingest.bronze.renames import RENAMED_COLUMNS
from ingest.bronze.tables import FORMAT_PROPERTY
from ingest.common.connections import open_catalog
from ingest.common.settings import StoreSettings, read_settings

deliveries = open_catalog(read_settings(StoreSettings)).load_table("bronze.deliveries")
old = {new: old for old, new in RENAMED_COLUMNS.items()}
rows = deliveries.scan().to_arrow()
rows = rows.rename_columns([old.get(name, name) for name in rows.column_names])
status = rows["status"]
status = pc.if_else(pc.equal(status, "quarantined"), pa.scalar("refused", status.type), status)
with deliveries.transaction() as transaction:
    with transaction.update_schema() as update:
        for new, name in old.items():
            update.rename_column(new, name)
    transaction.overwrite(rows.set_column(rows.column_names.index("status"), "status", status))
    transaction.remove_properties(FORMAT_PROPERTY)
"""


def make_old(stack: Stack) -> None:
    """Turns the names of a stack whose services rest into those of version 0.1."""
    stack.compose("run", "--rm", "--no-deps", "-T", "ingest", "python", "-c", MAKE_BRONZE_OLD)
    for table, columns in COLUMNS.items():
        for old, new in columns.items():
            stack.sql("admin", f'alter table {table} rename column "{new}" to "{old}"', "lake_rw")
    for table in UNPUBLISHED:
        stack.sql("admin", f"create table if not exists {table} as select 1 as film_id", "lake_rw")
    bodies = [json.dumps({"source": place(new), "destination": place(old)}) for old, new in TABLES.items()]
    renames = [Request("POST", "/v1/tables/rename", stack.bearer("admin"), body) for body in bodies]
    assert {status for status, _ in stack.http(renames)} == {204}


def place(name: str) -> dict[str, object]:
    namespace, table = name.split(".")
    return {"namespace": [namespace], "name": table}


def names(stack: Stack) -> set[str]:
    """All tables that readers see."""
    query = "select table_schema || '.' || table_name from information_schema.tables"
    return {name for [name] in stack.sql("analyst", query) if not name.startswith("information_schema.")}


def seen(stack: Stack) -> dict[str, list[list[Any]]]:
    """Gold, and what bronze knows of deliveries."""
    queries = {name: f"select * from gold.{name}" for name in GOLD} | {
        "years": "select release_year, movies from gold.movies_by_year",
        "deliveries": "select file, sha256, loaded_at, status, malformed_records, unexpected_columns "
        "from bronze.deliveries",
        "malformed": "select * from bronze.malformed_records",
        "decisions": "select title_id, matched_title_id, decision from silver.match_decisions",
    }
    queries |= {f"rows of {name}": f"select count(*) from bronze.{name}" for name in DELIVERED}
    return {what: sorted(stack.sql("analyst", query), key=repr) for what, query in queries.items()}


def snapshots(stack: Stack, layer: str, table: str) -> set[int]:
    return {snapshot for [snapshot] in stack.sql("admin", f'select snapshot_id from {layer}."{table}$snapshots"')}


def test_a_stack_of_version_0_1_goes_along(stack: Stack, stack_lake: StackLake, provider: Provider) -> None:
    provider.put("good.csv", "Up", "Coco")
    provider.put_text("bad.csv", "<html>not found</html>")
    provider.wait()
    await_build(stack_lake.trino, DELIVERED, lambda: None)
    before, tables = seen(stack), names(stack)
    assert ["quarantined"] in [row[3:4] for row in before["deliveries"]]
    history = {name: snapshots(stack, *name.split(".")) for name in ("bronze.malformed_records", "gold.movies_by_year")}

    stack.compose("stop", "ingest", "dbt")
    make_old(stack)
    assert names(stack) == {*tables - {*TABLES.values()}, *UNPUBLISHED, *TABLES}

    stack.compose("up", "--wait", "--no-build")
    wait_until(lambda: names(stack) == tables)
    await_build(stack_lake.trino, DELIVERED, lambda: None)
    wait_until(lambda: not provider.pending())
    assert seen(stack) == before
    for name, known in history.items():
        assert known <= snapshots(stack, *name.split("."))
    # Work goes on under the names of today.
    provider.put("later.csv", "Dune")
    provider.wait()
    assert sorted(row[:2] for row in provider.deliveries()) == [
        ("bad.csv", "quarantined"),
        ("good.csv", "loaded"),
        ("later.csv", "loaded"),
    ]


def test_an_old_name_in_sql_leads_to_the_new_one(stack_lake: StackLake) -> None:
    for table, instead in UNPUBLISHED.items():
        assert f"{table} is not published any more; see {instead}" in complaint(stack_lake, f"select * from {table}")
    for old, new in TABLES.items():
        assert complaint(stack_lake, f"select * from {old}").endswith(f"; {old} is {new} now")
    column = complaint(stack_lake, "select d.film_id from silver.match_decisions as d")
    assert column.endswith("; film_id is title_id now")


def complaint(lake: StackLake, sql: str) -> str:
    try:
        lake.sql(sql)
    except Exception as error:
        return str(error)
    raise AssertionError(f"{sql} was answered")
