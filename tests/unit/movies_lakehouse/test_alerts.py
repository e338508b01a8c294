"""Alerts reach real HTTP receivers: each once, whatever restarts or is down, and none where no address is."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from structlog.testing import capture_logs

from ingest.common.errors import BadContract
from ingest.common.health import Health
from movies_lakehouse.lake.embedded import EmbeddedLake
from movies_lakehouse.outputs.alerts import service
from movies_lakehouse.outputs.alerts.problems import Problem
from movies_lakehouse.outputs.alerts.sender import Sender, read_urls
from movies_lakehouse.outputs.alerts.service import Watch
from tests.unit.movies_lakehouse.test_status import BAD, CONTRACTS, GOOD, deliver

LATE, QUARANTINED = Problem("late fans 1", "fans is late"), Problem("quarantined a", "a.csv is quarantined")


class Receiver(HTTPServer):
    """Takes what is posted to it, and answers with `status`."""

    def __init__(self, port: int = 0) -> None:
        self.status, self.messages = 200, list[str]()
        super().__init__(("127.0.0.1", port), Handler)
        self.url = f"json://user:pass-word@127.0.0.1:{self.server_port}/alerts"
        Thread(target=self.serve_forever, daemon=True).start()

    def taken(self) -> list[str]:
        """What came since the last call."""
        taken, self.messages = self.messages, []
        return taken

    def close(self) -> None:
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.status == 200:
            self.server.messages.append(message["message"])
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


def test_each_problem_is_sent_once_whatever_restarts(receiver: Receiver, tmp_path: Path) -> None:
    for _ in range(3):
        assert Sender([receiver.url], tmp_path / "sent").send([LATE]) == []
    assert receiver.taken() == [LATE.line]
    assert Sender([receiver.url], tmp_path / "sent").send([LATE, QUARANTINED]) == []
    assert receiver.taken() == [QUARANTINED.line]


def test_a_problem_that_comes_again_is_sent_again(receiver: Receiver, tmp_path: Path) -> None:
    for found in ([LATE], [], [LATE]):
        Sender([receiver.url], tmp_path / "sent").send(found)
    assert receiver.taken() == [LATE.line, LATE.line]


def test_what_a_receiver_missed_is_sent_later_and_to_it_alone(receiver: Receiver, tmp_path: Path) -> None:
    away = Receiver()
    away.close()
    urls = [away.url, receiver.url]
    assert Sender(urls, tmp_path / "sent").send([LATE]) == [1]
    receiver.status = 500
    assert Sender(urls, tmp_path / "sent").send([LATE, QUARANTINED]) == [1, 2]
    receiver.status = 200
    back = Receiver(away.server_port)
    assert Sender(urls, tmp_path / "sent").send([LATE, QUARANTINED]) == []
    assert receiver.taken() == back.taken() == [LATE.line, QUARANTINED.line]
    back.close()


def test_no_address_is_kept_or_logged(receiver: Receiver, tmp_path: Path) -> None:
    Sender([receiver.url], tmp_path / "sent").send([LATE])
    assert "pass-word" not in (tmp_path / "sent").read_text()
    (tmp_path / "urls").write_text(f"# chat\n\n{receiver.url}\nnosuch://user:pass-word@host\n")
    with pytest.raises(BadContract, match="line 4: this is no address that Apprise knows") as error:
        read_urls(tmp_path / "urls")
    assert "pass-word" not in str(error.value)


def test_addresses_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    with pytest.raises(BadContract, match="cannot be read: No such file"):
        read_urls(tmp_path / "none")
    assert read_urls(Path("/dev/null")) == []


def test_without_addresses_nothing_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Rests(Exception):
        pass

    def rests(_: Health) -> None:
        raise Rests

    monkeypatch.setattr(Health, "rests", rests)
    monkeypatch.setattr(service, "StackLake", None)
    for path in ("", "/dev/null"):
        monkeypatch.setenv("MOVIES_ALERT_URLS_FILE", path)
        with pytest.raises(Rests):
            service.run(Health(tmp_path / "health"))


def test_a_watched_lake(
    receiver: Receiver, tmp_path: Path, lake: EmbeddedLake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a delivery to its alert; a receiver that is away is told once, and so is its return."""
    monkeypatch.setattr(service, "read_contracts", lambda: CONTRACTS)
    deliver(lake, "critics", "critics_20260101.csv")
    deliver(lake, "fans", "fans_20990101.csv", BAD)
    receiver.status = 503
    with capture_logs() as logs:
        watch = Watch(lake, Sender([receiver.url], tmp_path / "sent"))
        watch.look()
        watch.look()
        receiver.status = 200
        watch.look()
        watch.look()
    assert [(each["event"], each["address"]) for each in logs] == [("alert not sent", 1), ("alert sent", 1)]
    late, quarantined = receiver.taken()
    assert late.startswith("critics is late: ") and quarantined.startswith("fans_20990101.csv (fans) is quarantined")
    deliver(lake, "fans", "fans_20990101.csv", GOOD)
    deliver(lake, "fans", "fans_20990101.csv", BAD)
    Watch(lake, Sender([receiver.url], tmp_path / "sent")).look()
    [again] = receiver.taken()
    assert again.startswith("fans_20990101.csv (fans) is quarantined")
