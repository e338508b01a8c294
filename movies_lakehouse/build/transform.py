"""Builds and tests silver and gold where no reader looks, then publishes the tables whose rows changed."""

import json
import time
from collections.abc import Callable, Sequence

from ingest.common.errors import TestFailed
from ingest.contracts.undescribed import require_contracts
from movies_lakehouse.build import build_events
from movies_lakehouse.build.dbt_runner import Finding, dbt_build, project_fingerprint
from movies_lakehouse.build.engine import Build, BuildEngine
from movies_lakehouse.build.variables import variables
from movies_lakehouse.lake.layers import LAYERS

ROWS_SHOWN = 5


def transform(
    engine: BuildEngine, on_start: Callable[[], None] = lambda: None, accept_loss: Sequence[str] = ()
) -> Build:
    """
    Build, test and publish silver and gold if bronze or the dbt project changed since the last good build.

    `on_start` is called when there is something to do; `accept_loss` are columns, as silver.table.column, that may lose
    known figures. TestFailed names the data tests and the rows they found; BadContract tables whose contract is gone.
    """
    require_contracts(engine.undescribed())
    bronze, last = engine.bronze(), engine.last_inputs()
    built_from = inputs(engine, bronze)
    if built_from == last:
        return Build()
    on_start()
    started = time.monotonic()
    selection = engine.downstream_of(changed_tables(last, built_from))
    with build_events.told(engine, bronze, not selection) as made:
        with engine.open():
            told = engine.variables(bronze) | variables(engine, last) | {"accept_loss": [*accept_loss]}
            outcome = dbt_build(engine.dbt_folder, engine.target, selection, told)
            made += outcome.built
            if outcome.failed:
                raise TestFailed("; ".join(described(engine, each) for each in outcome.failed))
            # Publishing moves the files that these queries read.
            warnings = [described(engine, each) for each in outcome.warned]
            # Staging and matching are working tables, which nobody reads once the build is done.
            candidates = [each for each in outcome.built if each.name.split(".")[0] in LAYERS]
            published = engine.publish(candidates)
            if not selection:
                warnings += drop_left_over(engine, {each.name for each in candidates})
        unchanged = len(candidates) - len(published)
        seconds = round(time.monotonic() - started, 1)
        build = Build(len(outcome.built), outcome.tests, published, unchanged, warnings, seconds)
        # Last: a build that is interrupted before this line is repeated from the start.
        engine.record(build, built_from)
    return build


def drop_left_over(engine: BuildEngine, made: set[str]) -> list[str]:
    """Drop published tables that no model makes any more, which would stay as they are for ever; a line for each."""
    left = engine.left_over(made)
    for name in left:
        engine.drop(name)
    return [f"{name} is dropped: no model makes it any more" for name in left]


def inputs(engine: BuildEngine, bronze: dict[str, int | None]) -> str:
    """Everything that determines silver and gold, as JSON: bronze's snapshots and the dbt project's fingerprint."""
    return json.dumps({"bronze": bronze, "project": project_fingerprint(engine.target)}, sort_keys=True)


def changed_tables(last: str | None, now: str) -> list[str]:
    """The bronze tables whose snapshot changed; empty if the project changed too, so that all is rebuilt."""
    before, after = json.loads(last or "{}"), json.loads(now)
    if before.get("project") != after["project"]:
        return []
    return [name for name, snapshot in after["bronze"].items() if before["bronze"].get(name) != snapshot]


def described(engine: BuildEngine, found: Finding) -> str:
    """A data test's finding in one line, with its first rows."""
    rows = engine.rows(f"select * from ({found.sql}) as found limit {ROWS_SHOWN}")
    shown = [", ".join(f"{column}={value}" for column, value in row.items()) for row in rows]
    more = f" and {found.rows - len(shown)} more" if found.rows > len(shown) else ""
    return f"data test {found.test}: {found.rows} found: {' | '.join(shown)}{more}"
