"""What the services log: one event as one line of JSON on standard output."""

import json
import logging
from typing import TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

from ingest.common.openlineage import Events, open_events

log = structlog.get_logger()


def start_logging(least: int, file: TextIO | None = None, own: int = logging.INFO) -> None:
    """
    Sends events of the level `own` or above to standard output, or `file`; of libraries those of `least` or above.
    """
    structlog.configure(
        processors=[
            structlog.processors.TimeStamper(fmt="iso", key="time"),
            time_and_event_first,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(own),
        logger_factory=structlog.PrintLoggerFactory(file),
    )
    logging.basicConfig(handlers=[AsEvents(least)])


def lineage_events() -> Events:
    """Where a service tells of its runs: each event is one of the log."""
    return open_events(
        lambda line: log.info("lineage", openlineage=json.loads(line)),
        lambda why: log.warning("lineage not sent", outcome=why),
    )


def time_and_event_first(_: WrappedLogger, __: str, fields: EventDict) -> EventDict:
    """The order in which people read a line."""
    return {"time": fields.pop("time"), "event": fields.pop("event")} | dict(fields)


class AsEvents(logging.Handler):
    """What libraries warn of, as events too: a log is read by programs."""

    def emit(self, record: logging.LogRecord) -> None:
        log.warning("warning", outcome=f"{record.name}: {' '.join(record.getMessage().split())}")
