"""What `--once` does: the work of the stack's services, in this process and with their settings.

Imported when it is asked for, since it needs the packages of the extra `stack`.
"""

import logging
import sys
from collections.abc import Sequence

from ingest.bronze.receipt import Receipt, no_day
from ingest.common.logging import start_logging
from ingest.common.settings import Settings, StoreSettings, read_settings
from ingest.landing.once import drain
from ingest.service import open_intake
from movies_lakehouse.build.engine import Build
from movies_lakehouse.build.once import build_once
from movies_lakehouse.cli import pipeline
from movies_lakehouse.cli.pipeline import Say
from movies_lakehouse.lake.rest import RestLake


def ingest(provider: str | None, say: Say) -> list[Receipt]:
    """Take in what lies in landing, or in one provider's folder of it, and say a line for each file as it is done."""
    # Its lines tell what was loaded, too; those of a fault have a trace, which no receipt has.
    start_logging(logging.ERROR, sys.stderr, own=logging.ERROR)
    logging.getLogger("pyiceberg").setLevel(logging.ERROR)
    intake = open_intake(read_settings(StoreSettings), provider)
    intake.on_settled = lambda receipt: say(f"  {receipt.line()}")
    say(f"Loading what lies in landing{f'/{provider}/' if provider else ''} into bronze")
    receipts = drain(intake)
    if not receipts:
        say("  nothing was there")
    if said := no_day(receipts):
        say(said)
    return receipts


def transform(settings: Settings, say: Say, accept_loss: Sequence[str]) -> tuple[RestLake, Build]:
    """Build what bronze has now and report the result; with the lake that it was built in."""
    built = build_once(settings, lambda: say(pipeline.BUILDING), accept_loss)
    return RestLake(settings, read_settings(StoreSettings)), pipeline.told(built, say)
