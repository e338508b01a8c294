"""The provisioning job's renames, against a server that answers as the catalog's interface says."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from init import namespaces
from init.renames import RENAMED, rename_tables

TOKEN = "a-token"


class Server(ThreadingHTTPServer):
    tables: set[str]
    broken = False


class Catalog(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(self.answer(body))
        self.end_headers()

    def answer(self, body: dict[str, dict[str, list[str] | str]]) -> int:
        assert self.path == "/v1/tables/rename" and self.headers["Authorization"] == f"Bearer {TOKEN}"
        old, new = (".".join([*body[side]["namespace"], str(body[side]["name"])]) for side in ("source", "destination"))
        if self.server.broken:
            return 503
        if old not in self.server.tables:
            return 404
        if new in self.server.tables:
            return 409
        self.server.tables.remove(old)
        self.server.tables.add(new)
        return 204

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Catalog) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setattr(namespaces, "CATALOG", f"http://127.0.0.1:{server.server_address[1]}/v1")
        yield server
        server.shutdown()


def test_tables_get_their_names_of_today_once(server: Server) -> None:
    server.tables = {*RENAMED, "gold.movies_unified"}
    for _ in range(2):
        rename_tables(TOKEN)
        assert server.tables == {*RENAMED.values(), "gold.movies_unified"}


def test_a_table_of_the_new_name_is_left_alone(server: Server) -> None:
    server.tables = {"silver.match_candidates", "silver.match_decisions", "silver.shared_facts"}
    rename_tables(TOKEN)
    assert server.tables == {"silver.match_candidates", "silver.match_decisions", "silver.provider_facts"}


def test_a_catalog_that_is_not_well_fails_the_job(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.broken = True
    monkeypatch.setattr(namespaces, "RETRIES", namespaces.RETRIES.new(total=1))
    with pytest.raises(SystemExit, match="answers 503"):
        rename_tables(TOKEN)
