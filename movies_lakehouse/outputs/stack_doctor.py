"""Checks every service of a stack, and says what to do about one that is not healthy."""

import json
import subprocess
from collections.abc import Iterator

from ingest.common.connections import open_store
from ingest.common.errors import MoviesError
from ingest.contracts import Table
from ingest.landing.queue import BUCKET, QUARANTINE
from movies_lakehouse.lake.builds import BUILT, bronze_snapshots, newest_build
from movies_lakehouse.lake.credentials import compose
from movies_lakehouse.lake.stack import StackLake
from movies_lakehouse.lake.stack_deliveries import reaching
from movies_lakehouse.outputs.checked import Checked, attempt

# One-shot services, which have exited once the stack is up.
JOBS = {"init", "provision", "demo"}
STOPPED = "start it: docker compose up --wait"


def check_stack(lake: StackLake, tables: dict[str, Table]) -> list[Checked]:
    """Check every service, and both endpoints."""
    return [
        *containers(),
        attempt("Trino", lambda: f"answers {lake.rows('select current_user as name')[0]['name']}"),
        attempt("landing bucket", lambda: landing(lake)),
        attempt("gold", lambda: gold(lake, tables)),
    ]


def containers() -> Iterator[Checked]:
    """The state of every container of the stack on this machine, by its own health check."""
    try:
        lines = compose("ps", "--all", "--format", "json").splitlines()
    except (OSError, subprocess.CalledProcessError):
        yield Checked("containers", "unknown", "there is no Docker engine to ask; run this on the stack's machine")
        return
    if not lines:
        yield Checked("containers", "none", STOPPED)
    for found in sorted(map(json.loads, lines), key=lambda each: str(each["Name"])):
        state, health = found["State"], found["Health"]
        done = found["Service"] in JOBS and found["ExitCode"] == 0
        well = health == "healthy" if health else done or state == "running"
        remedy = STOPPED if state == "exited" else f"see why: docker compose logs --tail 50 {found['Service']}"
        yield Checked(found["Name"], health or state, "" if well else remedy)


def landing(lake: StackLake) -> str:
    endpoint = lake.landing
    with reaching(endpoint):
        waiting = open_store(endpoint.endpoint, endpoint.key, endpoint.secret, endpoint.ca).find(BUCKET)
    quarantined = [path for path in waiting if path.startswith(f"{BUCKET}/{QUARANTINE}")]
    reasons = sum(path.endswith(".reason.txt") for path in quarantined)
    return f"{len(waiting) - len(quarantined)} files waiting, {len(quarantined) - reasons} quarantined"


def gold(lake: StackLake, tables: dict[str, Table]) -> str:
    build = newest_build(lake.trino)
    if build is None:
        raise MoviesError("nothing was built yet; see why: docker compose logs --tail 50 dbt")
    if build["status"] != BUILT:
        raise MoviesError(f"the newest build failed, gold is as it was: {build['notes']}")
    movies = lake.row_count(("gold", "movies_unified"))
    behind = build["bronze"] != bronze_snapshots(lake.trino, tables)
    return f"{movies:,} movies" + (", a build is due or under way" if behind else ", up to date with bronze")
