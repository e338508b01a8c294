"""The catalog is asked until it answers: after an outage of its database it fails a few times."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from init import namespaces


class Catalog(BaseHTTPRequestHandler):
    """Gives the next of `statuses` to each request."""

    statuses: list[int]

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.statuses.pop(0))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def statuses(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    with HTTPServer(("127.0.0.1", 0), Catalog) as server:
        monkeypatch.setattr(namespaces, "CATALOG", f"http://127.0.0.1:{server.server_port}")
        monkeypatch.setattr(Catalog, "statuses", [], raising=False)
        Thread(target=server.serve_forever, daemon=True).start()
        yield Catalog.statuses
        server.shutdown()


def test_a_catalog_that_fails_for_a_while_is_asked_again(statuses: list[int]) -> None:
    statuses += [500, 503, 200]
    namespaces.post("token", "namespaces", {}, unless=set())
    assert statuses == []


def test_what_is_there_already_is_no_error(statuses: list[int]) -> None:
    statuses += [409]
    namespaces.post("token", "namespaces", {}, unless={namespaces.ALREADY_EXISTS})
    assert statuses == []


def test_a_refusal_is_told_in_one_line(statuses: list[int]) -> None:
    statuses += [403]
    with pytest.raises(SystemExit, match="the catalog answers 403 to namespaces"):
        namespaces.post("token", "namespaces", {}, unless=set())


def test_a_catalog_that_is_not_there_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(namespaces, "CATALOG", "http://127.0.0.1:1")
    monkeypatch.setattr(namespaces, "RETRIES", namespaces.RETRIES.new(total=0))
    with pytest.raises(SystemExit, match="the catalog cannot be asked for namespaces"):
        namespaces.post("token", "namespaces", {}, unless=set())
