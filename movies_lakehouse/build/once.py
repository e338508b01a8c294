"""One build of the stack in this process, for schedulers: beside the dbt service, or in its place."""

import time
from collections.abc import Callable, Sequence

from ingest.common.errors import MoviesError, Unreachable
from ingest.common.persistence import telling_outages
from ingest.common.settings import BuildSettings, Settings, read_settings, silver_columns
from movies_lakehouse.build.engine import Build
from movies_lakehouse.build.open_engine import alone, chosen
from movies_lakehouse.build.transform import inputs, transform


def build_once(settings: Settings, on_start: Callable[[], None], accept_loss: Sequence[str] = ()) -> Build:
    """
    Build what bronze has now, also where the same inputs have failed before, and record what became of it.

    `accept_loss` is besides what MOVIES_ACCEPT_LOSS says. MoviesError as `transform` raises it, Unreachable when a
    service is away.
    """
    given = read_settings(BuildSettings)
    open_engine, _ = chosen(given)
    with telling_outages():
        engine = open_engine(settings)
        with alone(engine):
            now = inputs(engine, engine.bronze())
            started = time.monotonic()
            try:
                build = transform(engine, on_start, [*silver_columns(given.accept_loss), *accept_loss])
            except Unreachable:
                raise
            except MoviesError as error:
                engine.note_failure(error, now, round(time.monotonic() - started, 1))
                raise
            engine.note_that_failures_are_past(now)
    return build


def is_current(settings: Settings) -> bool:
    """Whether silver and gold are those of what bronze has now; builds nothing."""
    open_engine, _ = chosen(read_settings(BuildSettings))
    with telling_outages():
        engine = open_engine(settings)
        return inputs(engine, engine.bronze()) == engine.last_inputs()
