"""Tells of loads and builds as OpenLineage events: https://openlineage.io, version 2-0-2 of its specification.

Nobody waits for whoever takes them: events that go to an address are sent in the background.
"""

import atexit
import json
import os
import queue
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID, uuid5

from ingest.common.settings import LineageSettings, read_settings

SPEC = "https://openlineage.io/spec"
SCHEMA_URL = f"{SPEC}/2-0-2/OpenLineage.json#/$defs/RunEvent"
PRODUCER = "urn:movies:lakehouse"
NAMESPACE = "movies-lakehouse"
# Of the ids of our runs, which follow from what they are about.
RUNS = UUID("6f1c1d5e-3a53-5d0c-9a43-1c7f1f0f6a11")
ENDPOINT = "/api/v1/lineage"
ANSWER_SECONDS = 5.0
# How long an address that failed is left alone, and how long a command that ends waits for events on their way.
REST_SECONDS = 60.0
LEAVE_SECONDS = 3.0
WAITING = 10_000

Json = dict[str, Any]
# What is done in the background, and has to be done before a command ends.
UNDER_WAY: list[threading.Thread] = []


def run_id(*about: object) -> str:
    """The id of a run, the same for the same things."""
    return str(uuid5(RUNS, "\0".join(map(str, about))))


def facet(name: str, version: str, **values: Any) -> Json:
    return {"_producer": PRODUCER, "_schemaURL": f"{SPEC}/facets/{version}/{name}.json#/$defs/{name}"} | values


def dataset(location: str, **facets: Json) -> Json:
    """
    A dataset by where its files lie, as the naming of OpenLineage has it.

    >>> dataset("s3://lakehouse/warehouse/gold/movies_unified")
    {'namespace': 's3://lakehouse', 'name': 'warehouse/gold/movies_unified'}
    >>> dataset("file:///lake/warehouse/gold/movies_unified")
    {'namespace': 'file', 'name': '/lake/warehouse/gold/movies_unified'}
    """
    scheme, _, path = location.partition("://")
    bucket, _, key = path.partition("/")
    namespace, name = ("file", path) if scheme == "file" else (f"{scheme}://{bucket}", key)
    return {"namespace": namespace, "name": name} | ({"facets": facets} if facets else {})


def table(location: str, name: str, **facets: Json) -> Json:
    """A table of the lake: by where it lies, and as bronze.critic_agg too."""
    known_as = [{"namespace": NAMESPACE, "name": name, "type": "TABLE"}]
    return dataset(location, symlinks=facet("SymlinksDatasetFacet", "1-0-1", identifiers=known_as), **facets)


def columns(about: Mapping[str, str]) -> Json:
    """The columns of a dataset, with what each holds."""
    fields = [{"name": name, "description": text} for name, text in about.items()]
    return facet("SchemaDatasetFacet", "1-2-0", fields=fields)


def column_lineage(sources: Mapping[str, Sequence[tuple[Json, str]]]) -> Json:
    """For each column the datasets and their columns that it comes from."""

    def field(of: Json, column: str) -> Json:
        return {"namespace": of["namespace"], "name": of["name"], "field": column}

    fields = {column: {"inputFields": [field(*source) for source in each]} for column, each in sources.items()}
    return facet("ColumnLineageDatasetFacet", "1-2-0", fields=fields)


def statistics(rows: int) -> Json:
    return {"outputStatistics": facet("OutputStatisticsOutputDatasetFacet", "1-0-2", rowCount=rows)}


class Events:
    """Gives each event to `write`, as one line of JSON, and to the address in the background, if there is one."""

    def __init__(self, write: Callable[[str], None] = lambda line: None, sender: "Sender | None" = None) -> None:
        self.write, self.sender = write, sender

    def emit(self, event: Json) -> None:
        line = json.dumps(event, ensure_ascii=False)
        self.write(line)
        if self.sender:
            self.sender.put(line)


NOBODY = Events()


def open_events(write: Callable[[str], None], warn: Callable[[str], None]) -> Events:
    """Events to `write`, and to OPENLINEAGE_URL where that is set; `warn` is told once while the latter fails."""
    given = read_settings(LineageSettings)
    return Events(write, Sender(given.url, given.key, warn) if given.url else None)


def folder_events(folder: Path) -> Events:
    """Events of a lake in a folder: lines of a file in it; what goes wrong with them is said on standard error."""

    def warn(why: str) -> None:
        print(f"movies: {why}", file=sys.stderr)

    return open_events(EventFile(folder / "openlineage.jsonl", warn), warn)


class EventFile:
    """Appends lines to a file; a line is one write, since several commands may write at a time."""

    def __init__(self, path: Path, warn: Callable[[str], None]) -> None:
        self.path, self.warn = path, warn
        self.is_broken = False

    def __call__(self, line: str) -> None:
        try:
            file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
            try:
                os.write(file, f"{line}\n".encode())
            finally:
                os.close(file)
        except OSError as error:
            if not self.is_broken:
                self.is_broken = True
                self.warn(f"{self.path}: lineage events cannot be written ({error.strerror}); all else goes on")


def in_background(work: Callable[[], None]) -> None:
    UNDER_WAY.append(threading.Thread(target=work))
    UNDER_WAY[-1].start()


def finish() -> None:
    """Waits for what is done in the background; for before a command ends."""
    while UNDER_WAY:
        UNDER_WAY.pop().join()
    while Sender.started:
        Sender.started.pop().leave()


class Run:
    """One run of a job: `start`, then one of `complete` and `fail`."""

    def __init__(self, events: Events, job: str, id: str, parent: "Run | None" = None) -> None:
        self.events, self.job, self.id, self.parent = events, job, id, parent

    def start(self, inputs: Sequence[Json] = (), outputs: Sequence[Json] = ()) -> None:
        self.tell("START", inputs, outputs)

    def complete(self, inputs: Sequence[Json], outputs: Sequence[Json]) -> None:
        self.tell("COMPLETE", inputs, outputs)

    def fail(self, error: object, inputs: Sequence[Json], outputs: Sequence[Json] = ()) -> None:
        said = facet("ErrorMessageRunFacet", "1-0-1", message=str(error), programmingLanguage="PYTHON")
        self.tell("FAIL", inputs, outputs, errorMessage=said)

    def tell(self, kind: str, inputs: Sequence[Json], outputs: Sequence[Json], **facets: Json) -> None:
        if self.parent:
            of = {"run": {"runId": self.parent.id}, "job": {"namespace": NAMESPACE, "name": self.parent.job}}
            facets["parent"] = facet("ParentRunFacet", "1-2-0", **of)
        self.events.emit(
            {
                "eventType": kind,
                "eventTime": datetime.now(UTC).isoformat(),
                "run": {"runId": self.id} | ({"facets": facets} if facets else {}),
                "job": {"namespace": NAMESPACE, "name": self.job},
                "inputs": list(inputs),
                "outputs": list(outputs),
                "producer": PRODUCER,
                "schemaURL": SCHEMA_URL,
            }
        )


class Sender:
    """Posts lines to an address, one after the other, in a thread of its own; `warn` is told once while it fails."""

    started: ClassVar[list["Sender"]] = []

    def __init__(self, url: str, key: str | None, warn: Callable[[str], None]) -> None:
        self.url, self.key, self.warn = url.rstrip("/") + ENDPOINT, key, warn
        self.waiting: queue.Queue[str] = queue.Queue(WAITING)
        self.rests_until = 0.0
        self.in_trouble = False
        self.thread: threading.Thread | None = None

    def put(self, line: str) -> None:
        if not self.thread:
            self.thread = threading.Thread(target=self.send_all, daemon=True)
            self.thread.start()
            Sender.started.append(self)
            atexit.register(self.leave)
        try:
            self.waiting.put_nowait(line)
        except queue.Full:
            self.trouble("it is too slow")

    def send_all(self) -> None:
        while True:
            line = self.waiting.get()
            # What comes meanwhile is not sent later: `write` has it.
            if time.monotonic() >= self.rests_until:
                self.send(line)
            self.waiting.task_done()

    def send(self, line: str) -> None:
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {self.key}"} if self.key else {})
        request = urllib.request.Request(self.url, line.encode(), headers, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=ANSWER_SECONDS):
                self.in_trouble = False
        except Exception as error:
            self.rests_until = time.monotonic() + REST_SECONDS
            self.trouble(str(error))

    def trouble(self, why: str) -> None:
        if not self.in_trouble:
            self.in_trouble = True
            self.warn(f"lineage events do not reach OPENLINEAGE_URL ({why}); all else goes on")

    def leave(self) -> None:
        """Waits for what is on its way, but not for long."""
        until = time.monotonic() + LEAVE_SECONDS
        while self.waiting.unfinished_tasks and time.monotonic() < until:
            time.sleep(0.01)
        if self.waiting.unfinished_tasks:
            self.trouble("it does not answer in time")
