"""Tells of a load as an OpenLineage run: from a delivered file to its bronze table."""

from ingest.bronze.deliveries import Delivery
from ingest.bronze.delivery_record import DeliveryRecord
from ingest.bronze.origin import ORIGIN
from ingest.common.openlineage import Events, Run, column_lineage, columns, dataset, run_id, statistics, table
from ingest.contracts.table import Table


class LoadRun:
    """The run of one delivery; its id follows from the delivery record."""

    def __init__(self, events: Events, delivery: Delivery, record: DeliveryRecord, location: str) -> None:
        about = (location, record.file, record.sha256, record.loaded_at.isoformat())
        self.run = Run(events, f"ingest.{record.table_name}", run_id(*about))
        self.name, self.location, self.contract = f"bronze.{record.table_name}", location, delivery.table
        self.file = dataset(delivery.location)
        self.run.start([self.file])

    def complete(self, rows: int) -> None:
        sources = {name: [(self.file, name)] for name in delivered(self.contract)}
        about = self.contract.columns | ORIGIN
        facets = {"schema": columns(about), "columnLineage": column_lineage(sources)}
        output = table(self.location, self.name, **facets) | {"outputFacets": statistics(rows)}
        self.run.complete([self.file], [output])

    def fail(self, error: Exception) -> None:
        self.run.fail(error, [self.file])


def delivered(contract: Table) -> list[str]:
    return [name for name in contract.columns if name not in contract.extracted]
