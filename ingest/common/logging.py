"""What the services log: one event as one line of JSON on standard output."""

import json
import logging
from datetime import UTC, datetime


def say(event: str, **fields: str) -> None:
    """One event as one line of JSON on standard output."""
    told = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event} | fields
    print(json.dumps(told, ensure_ascii=False), flush=True)


class AsEvents(logging.Handler):
    """What libraries warn of, as events too: a log is read by programs."""

    def emit(self, record: logging.LogRecord) -> None:
        say("warning", outcome=f"{record.name}: {' '.join(record.getMessage().split())}")
