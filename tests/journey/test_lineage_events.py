"""Loads and builds are told as OpenLineage events: in a file of the lake, and to an address that may be dead."""

import json
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from uuid import UUID

import pytest

from ingest.common import openlineage
from ingest.contracts import read_contracts, tables
from tests.journey.support import CRITIC, Movies

Json = dict[str, Any]
NAME = "critic_agg_2026-11-01.csv"
GOOD = f"{CRITIC}Ran,1985,96,9.0,80\nHeat,1995,83,7.9,140\nUp,2009,98,8.8,300\nJaws,1975,97,8.9,200\n"
LOSS = f"{CRITIC}Ran,1985,,9.0,80\nHeat,1995,,7.9,140\nUp,2009,,8.8,300\nJaws,1975,,8.9,200\n"


def events(movies: Movies) -> list[Json]:
    lines = (movies.lake_folder / "openlineage.jsonl").read_text().splitlines()
    return [checked(json.loads(line)) for line in lines]


def checked(event: Json) -> Json:
    """What OpenLineage's specification asks of every event, and of every facet in it."""
    assert event["eventType"] in ("START", "COMPLETE", "FAIL")
    assert datetime.fromisoformat(event["eventTime"]).tzinfo
    assert UUID(event["run"]["runId"])
    assert event["job"]["namespace"] and event["job"]["name"]
    assert event["producer"].startswith("urn:")
    assert event["schemaURL"] == "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"
    for dataset in [*event["inputs"], *event["outputs"]]:
        assert dataset["namespace"] == "file" and dataset["name"].startswith("/")
    for facet in facets(event):
        assert facet["_producer"] == event["producer"]
        assert facet["_schemaURL"].startswith("https://openlineage.io/spec/facets/")
    return event


def facets(part: Any) -> Iterator[Json]:
    if isinstance(part, dict):
        for name, inside in part.items():
            if name in ("facets", "outputFacets"):
                yield from inside.values()
            yield from facets(inside)
    elif isinstance(part, list):
        for inside in part:
            yield from facets(inside)


def told(events: list[Json]) -> list[tuple[str, str]]:
    """Type and job of each event, but for those of single tables."""
    return [(each["eventType"], each["job"]["name"]) for each in events if "parent" not in facets_of(each)]


def facets_of(event: Json) -> Json:
    found: Json = event["run"].get("facets", {})
    return found


def known_as(dataset: Json) -> str:
    [name] = [each["name"] for each in dataset["facets"]["symlinks"]["identifiers"]]
    return str(name)


@pytest.fixture(scope="module")
def found(shared: Movies) -> list[Json]:
    """The events of one run."""
    assert shared.run({"critic_agg": {NAME: GOOD}}).exit_code == 0
    return events(shared)


def test_loads_and_builds_from_file_to_gold(shared: Movies, found: list[Json]) -> None:
    load, build = ("ingest.critic_agg", "transform")
    assert told(found) == [("START", load), ("COMPLETE", load), ("START", build), ("COMPLETE", build)]
    for job in {each["job"]["name"] for each in found}:
        start, end = [each for each in found if each["job"]["name"] == job]
        assert start["run"]["runId"] == end["run"]["runId"]
        assert (start["eventType"], end["eventType"]) == ("START", "COMPLETE")
    loaded = found[1]
    assert [each["name"] for each in loaded["inputs"]] == [str(shared.inbox / "critic_agg" / NAME)]
    [bronze] = loaded["outputs"]
    assert (known_as(bronze), bronze["name"]) == (
        "bronze.critic_agg",
        str(shared.lake_folder / "warehouse/bronze/critic_agg"),
    )
    assert bronze["outputFacets"]["outputStatistics"]["rowCount"] == 4
    # A table has one name, whether it is read or written.
    names = {each["name"] for event in found for each in event["outputs"]}
    read = {each["name"] for event in found[2:] for each in event["inputs"]}
    not_delivered = tables(read_contracts()).keys() - {"critic_agg"}
    assert read - names == {str(shared.lake_folder / "warehouse/bronze" / table) for table in not_delivered}


def test_columns_are_told_where_dbt_knows_them(shared: Movies, found: list[Json]) -> None:
    wanted = ("COMPLETE", "transform.gold.movies_unified")
    [unified] = [each for each in found if (each["eventType"], each["job"]["name"]) == wanted]
    [output] = unified["outputs"]
    sources = output["facets"]["columnLineage"]["fields"]["top_critic_score"]["inputFields"]
    silver = str(shared.lake_folder / "warehouse/silver/critic_agg")
    assert sources == [{"namespace": "file", "name": silver, "field": "top_critic_score"}]
    assert silver in [each["name"] for each in unified["inputs"]]
    assert {each["name"] for each in output["facets"]["schema"]["fields"]} >= {"movie_id", "roi"}


def test_what_fails_is_told_with_its_error_and_what_is_not_done_is_not_told(movies: Movies) -> None:
    movies.run({"critic_agg": {NAME: GOOD}})
    before = len(events(movies))
    movies.run({"critic_agg": {NAME: GOOD}})
    assert len(events(movies)) == before
    quarantined = movies.ingest({"critic_agg": {NAME: "<html>not found</html>"}})
    assert told(events(movies)[before:]) == [("START", "ingest.critic_agg"), ("FAIL", "ingest.critic_agg")]
    error = facets_of(events(movies)[-1])["errorMessage"]
    assert (error["message"] in quarantined.out, error["programmingLanguage"]) == (True, "PYTHON")
    failed = movies.run({"critic_agg": {NAME: LOSS}})
    start, fail = events(movies)[-2:]
    assert told([start, fail]) == [("START", "transform"), ("FAIL", "transform")]
    assert facets_of(fail)["errorMessage"]["message"] == failed.error()


class Backend(ThreadingHTTPServer):
    """Takes events; `hangs` until it is told to go on."""

    daemon_threads = True

    def __init__(self) -> None:
        self.taken, self.status, self.go_on = list[tuple[str, str, str]](), 201, Event()
        self.go_on.set()
        super().__init__(("127.0.0.1", 0), Handler)
        Thread(target=self.serve_forever, daemon=True).start()


class Handler(BaseHTTPRequestHandler):
    server: Backend

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.taken.append((self.path, self.headers.get("Authorization", ""), body))
        self.server.go_on.wait()
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> Iterator[Backend]:
    backend = Backend()
    monkeypatch.setenv("OPENLINEAGE_URL", f"http://127.0.0.1:{backend.server_port}/")
    yield backend
    backend.go_on.set()
    backend.shutdown()
    backend.server_close()


def test_an_address_gets_what_the_file_has(movies: Movies, backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENLINEAGE_API_KEY", "key-1")
    assert movies.ingest({"critic_agg": {NAME: GOOD}}).err == ""
    assert backend.taken == [
        ("/api/v1/lineage", "Bearer key-1", json.dumps(event, ensure_ascii=False)) for event in events(movies)
    ]
    assert len(backend.taken) == 2


@pytest.mark.parametrize("state", ["closed", "refuses", "hangs"])
def test_a_dead_address_stops_nothing_and_is_said_once(
    movies: Movies, backend: Backend, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if state == "closed":
        backend.shutdown()
        backend.server_close()
    elif state == "refuses":
        backend.status = 503
    else:
        monkeypatch.setattr(openlineage, "LEAVE_SECONDS", 0.2)
        backend.go_on.clear()
    files = {f"critic_agg_2026-11-0{day}.csv": f"{CRITIC}Ran,1985,96,9.0,8{day}\n" for day in range(1, 5)}
    done = movies.ingest({"critic_agg": files})
    # The one that hangs still does.
    assert (done.exit_code, len(events(movies))) == (0, 8)
    assert done.error().startswith("lineage events do not reach OPENLINEAGE_URL (")


def test_a_file_that_cannot_be_written_stops_nothing(movies: Movies) -> None:
    (movies.lake_folder / "openlineage.jsonl").mkdir(parents=True)
    done = movies.ingest({"critic_agg": {NAME: GOOD}})
    assert done.exit_code == 0
    assert done.error().endswith(
        "openlineage.jsonl: lineage events cannot be written (Is a directory); all else goes on"
    )


def test_an_address_that_is_none_is_said_before_anything_is_done(
    movies: Movies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENLINEAGE_URL", "marquez:5000")
    done = movies.ingest({"critic_agg": {NAME: GOOD}})
    assert done.exit_code == 10
    assert done.error().startswith("OPENLINEAGE_URL is 'marquez:5000'; ")


def test_a_trial_tells_nobody(movies: Movies, backend: Backend) -> None:
    movies.deliver({"critic_agg": {NAME: GOOD}})
    assert movies("check", str(movies.inbox / "critic_agg" / NAME)).exit_code == 0
    assert backend.taken == []
