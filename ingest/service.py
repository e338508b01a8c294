"""The ingest service: `python -m ingest.service` runs it, `python -m ingest.service health` asks how it is."""

import logging
import os
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.common.errors import BadContract, MoviesError
from ingest.common.health import Health, complaint
from ingest.common.logging import AsEvents, say

HEALTH_FILE = "/tmp/movies-ingest-health.json"


@dataclass(frozen=True)
class Settings:
    """Where the services are and how this one signs in."""

    catalog_uri: str
    catalog_token: str
    s3_endpoint: str
    s3_key: str
    s3_secret: str
    reconcile_seconds: int


def settings_from(env: Mapping[str, str]) -> Settings:
    """Settings in the environment; BadContract when one is missing or makes no sense."""
    names = "MOVIES_CATALOG_URI MOVIES_CATALOG_TOKEN MOVIES_S3_ENDPOINT MOVIES_S3_KEY MOVIES_S3_SECRET".split()
    if missing := [name for name in names if not env.get(name)]:
        raise BadContract(f"environment: {', '.join(missing)} not set; the service needs all of {', '.join(names)}")
    seconds = env.get("RECONCILE_SECONDS") or "30"
    if not seconds.isdecimal() or int(seconds) == 0:
        raise BadContract(f"environment: RECONCILE_SECONDS={seconds} is not a whole number of seconds above 0")
    uri, token, endpoint, key, secret = (env[name] for name in names)
    return Settings(uri, token, endpoint, key, secret, int(seconds))


def leave(*_: object) -> None:
    """Ends at once: whatever is half done is completed by the next round, as after a crash."""
    os._exit(0)


def run(settings: Settings, health: Health) -> None:
    # Here, because the health check is a process of its own every few seconds, and these take seconds to import.
    from ingest.bronze.archive import Archive
    from ingest.common.connections import open_catalog, open_store
    from ingest.contracts import read_contracts, tables
    from ingest.landing.intake import Intake
    from ingest.landing.queue import Landing
    from ingest.landing.watch import Watch

    s3 = (settings.s3_endpoint, settings.s3_key, settings.s3_secret)
    store, known = open_store(*s3), tables(read_contracts())
    intake = Intake(
        Landing(store, known),
        Archive(store, "lakehouse/archive"),
        known,
        lambda: open_catalog(settings.catalog_uri, settings.catalog_token, *s3),
        say,
    )
    Watch(intake, health, settings.reconcile_seconds, say, time.sleep).for_ever()


def main(arguments: list[str]) -> int:
    """Runs the service until a signal ends it; exit code 0 of `health` means that it is well."""
    path = Path(os.environ.get("MOVIES_HEALTH_FILE") or HEALTH_FILE)
    if arguments == ["health"]:
        wrong = complaint(path)
        print(wrong or "good")
        return 1 if wrong else 0
    signal.signal(signal.SIGTERM, leave)
    logging.basicConfig(handlers=[AsEvents(logging.WARNING)])
    # It warns of each manifest that it may not delete after a commit that came second.
    logging.getLogger("pyiceberg").setLevel(logging.ERROR)
    try:
        settings = settings_from(os.environ)
        health = Health(path)
        say("started", outcome=f"looks at {settings.s3_endpoint}, writes to {settings.catalog_uri}")
        run(settings, health)
    except MoviesError as error:
        say("stopped", outcome=str(error))
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
