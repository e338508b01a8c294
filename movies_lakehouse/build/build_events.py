"""Tells of a build as OpenLineage runs: one of the whole, and within it one for each table of silver and gold."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from ingest.common.openlineage import Json, Run, column_lineage, columns, in_background, run_id, table
from movies_lakehouse.build.column_lineage import DIALECTS, Sources, bronze_columns, read, remember, remembered
from movies_lakehouse.build.dbt_runner import Built
from movies_lakehouse.build.engine import BuildEngine
from movies_lakehouse.lake.layers import LAYERS

JOB = "transform"


@contextmanager
def told(engine: BuildEngine, bronze: Mapping[str, int | None], is_whole: bool) -> Iterator[list[Built]]:
    """Around a build of bronze's tables; what was built goes into the list. `is_whole`: every model is built."""
    inputs = [table_of(engine.warehouse, f"bronze.{name}") for name in bronze]
    run = Run(engine.events, JOB, run_id(engine.warehouse, datetime.now(UTC)))
    run.start(inputs)
    built: list[Built] = []
    try:
        yield built
    except Exception as error:
        run.fail(error, inputs)
        raise
    known = remembered(engine.dbt_folder, engine.target)
    if known is None and is_whole:
        # It takes seconds, once for each state of the project, and the tables are there already.
        in_background(lambda: tell(engine, run, built, inputs, find_out(engine, built)))
    else:
        tell(engine, run, built, inputs, known or {})


def find_out(engine: BuildEngine, built: Sequence[Built]) -> Sources:
    models = {each.name: each.sql for each in built}
    try:
        sources = read(models, bronze_columns(engine.tables), DIALECTS[engine.target])
    except Exception:  # whatever a reader of SQL trips over: the tables are told all the same
        return {}
    remember(engine.dbt_folder, engine.target, sources)
    return sources


def tell(engine: BuildEngine, run: Run, built: Sequence[Built], inputs: Sequence[Json], sources: Sources) -> None:
    outputs = []
    for each in built:
        if each.name.split(".")[0] in LAYERS:
            part = Run(engine.events, f"{JOB}.{each.name}", run_id(run.id, each.name), run)
            read_by, output = lineage_of(engine.warehouse, each, sources)
            part.start()
            part.complete(read_by, [output])
            outputs.append(table_of(engine.warehouse, each.name))
    run.complete(inputs, outputs)


def lineage_of(warehouse: str, built: Built, sources: Sources) -> tuple[list[Json], Json]:
    """The tables that a table is computed from, as far as its columns tell; and the table itself."""
    by_column = {column: sources.get(f"{built.name}.{column}", []) for column in built.columns}
    names = sorted({source.rpartition(".")[0] for each in by_column.values() for source in each})
    known = {name: table_of(warehouse, name) for name in names}
    fields = {
        column: [(known[source.rpartition(".")[0]], source.rpartition(".")[2]) for source in each]
        for column, each in by_column.items()
        if each
    }
    facets = {"schema": columns(built.columns)} | ({"columnLineage": column_lineage(fields)} if fields else {})
    return list(known.values()), table_of(warehouse, built.name, **facets)


def table_of(warehouse: str, name: str, **facets: Json) -> Json:
    return table(f"{warehouse}/{name.replace('.', '/')}", name, **facets)
