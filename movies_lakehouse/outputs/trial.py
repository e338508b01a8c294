"""What silver would reject of a delivery, found by loading it into a lake of its own that is gone afterwards."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.bronze.deliveries import Delivery
from ingest.common.settings import settings
from ingest.contracts import Table
from movies_lakehouse.build.dbt_runner import PROJECT, dbt_build
from movies_lakehouse.build.duckdb_engine import DuckdbEngine
from movies_lakehouse.lake.embedded import EmbeddedLake
from movies_lakehouse.outputs.rejections import BY_RULE, Rejections, of_provider

REJECTED_ROWS = "select count(*) as n from (select distinct line from silver.rejected where rejects = 'row') as lines"


def try_rules(delivery: Delivery, tables: Mapping[str, Table]) -> Rejections | None:
    """The rejections of a delivery that can be loaded; None where it has no rows, or silver no rules for its table."""
    if not (PROJECT / "models" / "staging" / f"stg_{delivery.table.name}.sql").exists():
        return None
    with TemporaryDirectory() as folder:
        lake = EmbeddedLake(settings(Path(folder) / "lake", "embedded"))
        [receipt] = lake.ingest([delivery], tables, lambda _: None)
        if not receipt.loaded:
            return None
        engine = DuckdbEngine(lake, tables)
        with engine.open():
            dbt_build(engine.dbt_folder, engine.target, ["+rejected_by_rule"], {}, with_tests=False)
            [rejected_rows] = engine.rows(REJECTED_ROWS)
            rejected = int(rejected_rows["n"])
            rows = {"table": receipt.table, "used": receipt.loaded - rejected, "rejected": rejected}
            return of_provider(receipt.provider, [rows], engine.rows(BY_RULE))
