import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
import structlog
from structlog.testing import capture_logs

from ingest.bronze.receipt import Receipt
from ingest.common import health as health_module
from ingest.common.errors import BadContract
from ingest.common.health import Health, look
from ingest.common.logging import AsEvents, log, start_logging
from ingest.common.settings import IngestSettings, read_settings
from ingest.landing.intake import Intake
from ingest.landing.watch import BUSY_SECONDS, GOOD_SECONDS, Watch

TRIES = 5
RECEIPT = Receipt("movies", "movies", "a.csv", "", 1, "empty")


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.events: list[float] = []

    def time(self) -> float:
        return self.now

    monotonic = time

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def sleep_unless_woken(self, seconds: float) -> bool:
        """Events come at these times."""
        if self.events and self.events[0] <= self.now + seconds:
            self.now = self.events.pop(0)
            return True
        self.sleep(seconds)
        return False


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    for module in ("ingest.common.health", "ingest.landing.watch", "tenacity.nap"):
        monkeypatch.setattr(f"{module}.time", clock)
    return clock


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "health.json"


def test_health_is_good_for_a_while_only(clock: Clock, file: Path) -> None:
    assert not look(file)[0] and "is it running?" in look(file)[1]
    health = Health(file)
    assert look(file) == (False, "has not looked at what there is yet (said 0 s ago)")
    health.busy(100)
    assert not look(file)[0]
    health.good(10)
    clock.sleep(10)
    assert look(file) == (True, "good (said 10 s ago)")
    clock.sleep(1)
    assert look(file) == (False, "no word for 11 s; see the service's log")
    health.busy(10)
    assert look(file) == (True, "good (said 0 s ago)")
    health.bad("TypeError: a fault")
    health.busy(10)
    assert look(file) == (False, "TypeError: a fault (said 0 s ago)")


def test_a_service_that_waits_for_another_is_as_well_as_it_was(clock: Clock, file: Path) -> None:
    health = Health(file)
    health.waits("no storage", 10)
    assert look(file) == (False, "waits: no storage (said 0 s ago)")
    health.good(10)
    health.waits("no storage", 10)
    clock.sleep(5)
    health.busy(10)
    assert look(file) == (True, "waits: no storage (said 0 s ago)")
    clock.sleep(11)
    assert look(file) == (False, "no word for 11 s; see the service's log")


def test_health_is_an_exit_code(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert health_module.main(file) == 1
    Health(file).good(10)
    assert health_module.main(file) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "good (said 0 s ago)"


@pytest.fixture
def logging_started() -> Iterator[None]:
    start_logging(logging.WARNING)
    yield
    structlog.reset_defaults()


@pytest.mark.usefixtures("logging_started")
def test_an_event_is_a_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    log.info("delivery", table="critic_agg", outcome="é\nread")
    line = capsys.readouterr().out
    assert line.startswith('{"time": "2') and line.count("\n") == 1
    assert line.endswith('"event": "delivery", "table": "critic_agg", "outcome": "é\\nread"}\n')


@pytest.mark.usefixtures("logging_started")
def test_warnings_of_libraries_are_events(capsys: pytest.CaptureFixture[str]) -> None:
    record = logging.LogRecord("s3fs", logging.WARNING, "", 0, "two\nlines of %s", ("é",), None)
    AsEvents().emit(record)
    event = json.loads(capsys.readouterr().out)
    assert (event["event"], event["outcome"]) == ("warning", "s3fs: two lines of é")


ENVIRONMENT = {
    "MOVIES_CATALOG_URI": "http://gateway:8181",
    "MOVIES_CATALOG_TOKEN": "token",
    "MOVIES_S3_ENDPOINT": "http://minio:9000",
    "MOVIES_S3_KEY": "ingest",
    "MOVIES_S3_SECRET": "secret",
}


def read(environment: dict[str, str]) -> IngestSettings:
    with pytest.MonkeyPatch.context() as patch:
        for name in (*ENVIRONMENT, "RECONCILE_SECONDS", "MOVIES_DRIVER"):
            patch.delenv(name, raising=False)
        for name, value in environment.items():
            patch.setenv(name, value)
        return read_settings(IngestSettings)


def test_settings() -> None:
    assert read(ENVIRONMENT).reconcile_seconds == 30
    assert read(ENVIRONMENT | {"RECONCILE_SECONDS": "5"}).reconcile_seconds == 5
    assert read(ENVIRONMENT).driver == "services"
    with pytest.raises(BadContract, match="MOVIES_DRIVER is 'cron'; Input should be 'services' or 'airflow'"):
        read(ENVIRONMENT | {"MOVIES_DRIVER": "cron"})
    without = {name: value for name, value in ENVIRONMENT.items() if name != "MOVIES_S3_KEY"}
    for lacking in (without, ENVIRONMENT | {"MOVIES_S3_KEY": ""}):
        with pytest.raises(BadContract, match="MOVIES_S3_KEY not set; give both key and secret, or neither"):
            read(lacking)
    for wrong in ("0", "-1", "soon"):
        with pytest.raises(BadContract, match="is not a whole number of seconds above 0"):
            read(ENVIRONMENT | {"RECONCILE_SECONDS": wrong})


class Script:
    """An intake, and the landing it looks at, that do what they are told; the last entry ends the test."""

    def __init__(self, clock: Clock, rounds: list[object], peeks: list[object]) -> None:
        self.clock, self.rounds, self.peeks = clock, rounds, peeks
        self.landing = self
        self.start = clock.now
        self.begun: list[float] = []
        self.on_settled: Callable[[Receipt], None]

    def round(self) -> set[str]:
        self.begun.append(self.clock.now - self.start)
        if not self.rounds:
            raise KeyboardInterrupt
        return self.act(self.rounds.pop(0))

    def peek(self) -> set[str]:
        return self.act(self.peeks.pop(0) if self.peeks else set())

    def act(self, what: object) -> set[str]:
        if what == "progress":
            self.on_settled(RECEIPT)
            what = OSError("then it broke")
        if isinstance(what, Exception):
            raise what
        return cast(set[str], what)


def watch(clock: Clock, file: Path, rounds: list[object], peeks: list[object]) -> tuple[Script, list[str]]:
    """Watches until the script ends: when each round began, and what was logged."""
    script = Script(clock, rounds, peeks)
    with capture_logs() as logged, pytest.raises(KeyboardInterrupt):
        Watch(cast(Intake, script), Health(file), 30, clock.sleep_unless_woken).for_ever()
    return script, [each["event"] for each in logged]


def test_a_round_every_so_often_and_nothing_is_said(clock: Clock, file: Path) -> None:
    script, told = watch(clock, file, [set(), set(), set()], [])
    assert script.begun == [0, 30, 60, 90]
    assert told == ["ready"]


def test_a_peek_makes_a_round_come_sooner(clock: Clock, file: Path) -> None:
    script, _ = watch(clock, file, [set(), set()], [set(), {"critic_agg/"}])
    assert script.begun == [0, 4, 34]


def test_what_the_round_left_makes_no_new_round(clock: Clock, file: Path) -> None:
    left = {"critic_agg/"}
    script, _ = watch(clock, file, [set(left), set(left)], [left, left, set(), left])
    assert script.begun == [0, 8, 38]


def test_an_event_makes_a_round_come_at_once(clock: Clock, file: Path) -> None:
    """Also where others of its folder could not be loaded; not where it is gone, as when an event comes twice."""
    clock.events = [clock.now + each for each in (3.5, 5, 9.25)]
    left = {"critic_agg/"}
    script, _ = watch(clock, file, [set(), set(left), set()], [set(), left, left])
    assert script.begun == [0, 3.5, 5, 35.25]


class Left(BaseException):
    """The process has ended."""


@pytest.fixture
def leaving(clock: Clock, file: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Script, Watch]:
    def end(code: int) -> None:
        assert code == 0
        raise Left

    monkeypatch.setattr("ingest.landing.watch.os._exit", end)
    script = Script(clock, [], [])
    return script, Watch(cast(Intake, script), Health(file), 30, clock.sleep_unless_woken)


def test_a_service_that_is_told_to_end_finishes_the_file_that_it_loads(
    leaving: tuple[Script, Watch], monkeypatch: pytest.MonkeyPatch
) -> None:
    script, service = leaving
    settled = []

    def load() -> set[str]:
        service.leave()
        for number in range(2):
            settled.append(number)
            script.on_settled(RECEIPT)
        return set()

    monkeypatch.setattr(script, "round", load)
    with pytest.raises(Left):
        service.for_ever()
    assert settled == [0]


@pytest.mark.parametrize("ends", [set(), OSError("gone")])
def test_a_service_that_is_told_to_end_ends_with_the_round(
    leaving: tuple[Script, Watch], monkeypatch: pytest.MonkeyPatch, ends: object
) -> None:
    script, service = leaving

    def load() -> set[str]:
        service.leave()
        return script.act(ends)

    monkeypatch.setattr(script, "round", load)
    with pytest.raises(Left):
        service.for_ever()


def test_a_service_that_waits_ends_at_once(leaving: tuple[Script, Watch]) -> None:
    with pytest.raises(Left):
        leaving[1].leave()


def test_a_peek_that_fails_leads_to_a_round(clock: Clock, file: Path) -> None:
    script, _ = watch(clock, file, [set()], [OSError("gone")])
    assert script.begun == [0, 2]


def test_a_trouble_of_another_service_is_waited_out(clock: Clock, file: Path) -> None:
    script, told = watch(clock, file, [set(), *[OSError("no room")] * TRIES], [])
    assert look(file) == (True, "waits: OSError: no room (said 0 s ago)")
    assert script.begun == [0, 30, 31, 33, 37, 45, 60]
    assert told == ["ready", "trouble"]
    watch(clock, file, [*[OSError("no room")] * TRIES], [])
    assert look(file) == (False, "waits: OSError: no room (said 15 s ago)")
    watch(clock, file, [*[OSError("no room")] * TRIES, set()], [])
    assert look(file)[0]


def test_a_fault_of_the_program_is_bad_health_until_it_works(clock: Clock, file: Path) -> None:
    script, _ = watch(clock, file, [set(), TypeError("a fault"), OSError("no room")], [])
    assert look(file) == (False, "waits: OSError: no room (said 2 s ago)")
    assert script.begun == [0, 30, 31, 33]
    watch(clock, file, [set(), TypeError("a fault"), set()], [])
    assert look(file)[0]


def test_a_try_that_got_something_done_counts_as_the_first(clock: Clock, file: Path) -> None:
    script, _ = watch(clock, file, [*[OSError("no room")] * 4, "progress", OSError("no room"), set()], [])
    assert script.begun == [0, 1, 3, 7, 15, 16, 18, 48]


def test_trouble_is_told_once_and_its_end_too(clock: Clock, file: Path) -> None:
    _, told = watch(clock, file, [OSError("a"), OSError("a"), OSError("b"), set(), OSError("b"), set()], [])
    assert told == ["trouble", "trouble", "recovered", "ready", "trouble", "recovered"]


def test_work_that_is_done_is_good_health_once_landing_was_emptied(clock: Clock, file: Path) -> None:
    faults = [TypeError("a fault")] * TRIES
    watch(clock, file, [*faults, "progress"], [])
    assert not look(file)[0]
    watch(clock, file, [set(), *faults, "progress"], [])
    assert look(file)[0]


def test_a_service_that_hangs_turns_bad(clock: Clock, file: Path) -> None:
    watch(clock, file, [set()], [])
    clock.sleep(BUSY_SECONDS + 1)
    assert "no word for" in look(file)[1]
    assert GOOD_SECONDS < BUSY_SECONDS
