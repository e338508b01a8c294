"""What the dbt project is told for a build, besides what its files say."""

import json
from datetime import UTC
from typing import Any

from movies_lakehouse.build.engine import BuildEngine


def variables(engine: BuildEngine, last: str | None) -> dict[str, Any]:
    """dbt's variables for a build after the one that was built from `last`."""
    return {"built_until": built_until(engine, last)}


def built_until(engine: BuildEngine, last: str | None) -> dict[str, str]:
    """How far the last good build read each table of which a delivery is everything: a moment, as SQL casts it."""
    before = json.loads(last)["bronze"] if last else {}
    read = [name for name, table in engine.tables.items() if table.delivers == "everything" and before.get(name)]
    moments = {name: engine.committed_at(name, before[name]) for name in read}
    return {name: f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f} UTC" for name, at in moments.items() if at}
