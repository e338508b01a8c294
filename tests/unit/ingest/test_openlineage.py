"""Events of a service, and an address that comes and goes."""

import json
from threading import Thread

import pytest
from structlog.testing import capture_logs

from ingest.common import openlineage
from ingest.common.logging import lineage_events
from ingest.common.openlineage import Run, Sender, dataset, run_id
from tests.unit.movies_lakehouse.test_alerts import Receiver


def test_a_service_tells_in_its_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENLINEAGE_URL", raising=False)
    run = Run(lineage_events(), "ingest.critic_agg", run_id("x"))
    with capture_logs() as logs:
        run.start([dataset("s3://landing/critic_agg/a.csv")])
    [line] = logs
    assert (line["event"], line["openlineage"]["eventType"]) == ("lineage", "START")
    assert line["openlineage"]["inputs"] == [{"namespace": "s3://landing", "name": "critic_agg/a.csv"}]


def test_an_address_that_comes_back_gets_what_is_told_from_then_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openlineage, "REST_SECONDS", 0.0)
    receiver, warnings = Receiver(), list[str]()
    sender = Sender(f"http://127.0.0.1:{receiver.server_port}", None, warnings.append)
    for status, number in ((503, "1"), (503, "2"), (200, "3"), (503, "4"), (200, "5")):
        receiver.status = status
        sender.put(json.dumps({"message": number}))
        sender.waiting.join()
    assert receiver.taken() == ["3", "5"]
    assert len(warnings) == 2, "once each time that it goes away"
    receiver.close()


def test_while_an_address_rests_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    receiver, warnings = Receiver(), list[str]()
    receiver.status = 503
    sender = Sender(f"http://127.0.0.1:{receiver.server_port}", None, warnings.append)
    sender.put(json.dumps({"message": 1}))
    sender.waiting.join()
    receiver.status = 200
    sender.put(json.dumps({"message": 2}))
    sender.waiting.join()
    assert (receiver.taken(), len(warnings)) == ([], 1)
    receiver.close()


def test_events_that_are_too_many_are_dropped_and_that_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openlineage, "WAITING", 2)
    warnings = list[str]()
    sender = Sender("http://127.0.0.1:9", None, warnings.append)
    # One that never sends.
    sender.thread = Thread()
    for _ in range(5):
        sender.put("{}")
    assert [("too slow" in each) for each in warnings] == [True]
