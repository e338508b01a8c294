"""Checks every service of a stack, and says what to do about one that is not healthy, the cause before all else."""

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import Any, TypeVar

from ingest.common.connections import open_store
from ingest.common.errors import MoviesError
from ingest.contracts import Table
from ingest.landing.queue import BUCKET, QUARANTINE
from movies_lakehouse.lake.builds import BUILT, bronze_snapshots, newest_build
from movies_lakehouse.lake.credentials import compose, docker
from movies_lakehouse.lake.stack import StackLake
from movies_lakehouse.lake.stack_deliveries import reaching
from movies_lakehouse.outputs.causes import Part, causes_first
from movies_lakehouse.outputs.checked import Checked

# With the command's own start an answer within 15 seconds, whatever is down.
DEADLINE_SECONDS = 8.0
# Trino is told to end what it has not answered; it need not say that it has.
CANCEL_SECONDS = 1.0
# One-shot services, which have exited once the stack is up.
JOBS = {
    "init",
    "provision",
    "demo",
    "superset-provision",
    "airflow-provision",
    "metabase-database",
    "metabase-provision",
}
STOPPED = "start it: docker compose up --wait"
# Services that are started only by a profile begin with these names.
PROFILES = {
    **{"superset": "bi", "metabase": "metabase", "airflow": "airflow", "alerts": "alerts"},
    **{"prometheus": "observability", "grafana": "observability"},
}
LONGEST_TEXT = 300

Result = TypeVar("Result")


def check_stack(lake: StackLake, tables: dict[str, Table]) -> list[Checked]:
    """Check every service, and both endpoints, all at once; what has not answered by the deadline is not well."""
    until = time.monotonic() + DEADLINE_SECONDS
    # Asking Docker for the passwords takes seconds, so the three checks that need them ask once.
    endpoints = in_background(lambda: (lake.trino, lake.landing))
    looks = {
        "Trino": lambda: f"answers {lake.rows('select current_user as name')[0]['name']}",
        "landing bucket": lambda: landing(lake),
        "gold": lambda: gold(lake, tables),
    }
    engine = in_background(lambda: list(containers()))
    asked = {what: in_background(partial(after, endpoints, look)) for what, look in looks.items()}
    parts = [Part(what, answer(what, look, until)) for what, look in asked.items()]
    try:
        parts += engine.result(left(until))
    except TimeoutError:
        parts.append(Part("containers", silent("containers")))
    if not all(look.done() for look in asked.values()) and endpoints.done():
        with suppress(TimeoutError):
            in_background(lake.trino.cancel).result(CANCEL_SECONDS)
    return causes_first(parts)


def in_background(work: Callable[[], Result]) -> "Future[Result]":
    """Begins something that may never end; the threads of an executor would keep the command from ending, too."""
    future: Future[Result] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except Exception as error:
            future.set_exception(error)

    Thread(target=run, daemon=True).start()
    return future


def after(first: "Future[Any]", look: Callable[[], str]) -> str:
    first.result()
    return look()


def left(until: float) -> float:
    return max(0.0, until - time.monotonic())


def answer(what: str, look: "Future[str]", until: float) -> Checked:
    try:
        return Checked(what, look.result(left(until)))
    except TimeoutError:
        return silent(what)
    except MoviesError as error:
        return Checked(what, "bad", str(error))


def silent(what: str) -> Checked:
    return Checked(what, "no answer", f"it has not answered within {DEADLINE_SECONDS:.0f} s; ask again in a minute")


def containers() -> Iterator[Part]:
    """The state of every container of the stack on this machine, by its own health check."""
    try:
        listed = map(json.loads, compose("ps", "--all", "--format", "json").splitlines())
        # Those of `docker compose run`, such as this command's own question for the passwords, come and go.
        found = [each for each in listed if "-run-" not in each["Name"]]
        states = docker("inspect", "--format", "{{json .State}}", *(each["Name"] for each in found)) if found else ""
    except (OSError, subprocess.CalledProcessError):
        remedy = "there is no Docker engine to ask; run this on the stack's machine"
        yield Part("containers", Checked("containers", "unknown", remedy))
        return
    if not found:
        yield Part("containers", Checked("containers", "none", STOPPED))
    named = sorted(zip(found, map(json.loads, states.splitlines()), strict=True), key=lambda each: str(each[0]["Name"]))
    for container, state in named:
        yield part_of(container["Service"], container["Name"], state)


def part_of(service: str, name: str, state: dict[str, Any]) -> Part:
    """A container by its state as `docker inspect` has it."""
    status, health = state["Status"], (state.get("Health") or {}).get("Status") or ""
    if status != "running":
        done = service in JOBS and status == "exited" and state["ExitCode"] == 0
        # One that was only created waits for another to get well.
        remedy = "" if done else how_to_start(service)
        return Part(service, Checked(name, status, remedy), stopped=status != "created")
    says = last_words(state)
    if health in ("healthy", ""):
        # A service that waits goes on by itself once another one is back.
        return Part(service, Checked(name, health or status, says if says.startswith("waits: ") else ""))
    why = f"{says}; see more" if says else "see why"
    return Part(service, Checked(name, health, f"{why}: docker compose logs --tail 50 {service}"))


def how_to_start(service: str) -> str:
    profile = PROFILES.get(service.partition("-")[0])
    return STOPPED.replace("compose", f"compose --profile {profile}") if profile else STOPPED


def last_words(state: dict[str, Any]) -> str:
    """What the newest run of the container's health check printed, as one line."""
    log = (state.get("Health") or {}).get("Log") or [{"Output": ""}]
    return " ".join(log[-1]["Output"].split())[:LONGEST_TEXT]


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
