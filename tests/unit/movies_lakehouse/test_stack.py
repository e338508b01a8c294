"""What the stack's command and its dbt service decide, without a stack."""

import json
import os
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import duckdb
import pytest
from filelock import FileLock
from pyiceberg.exceptions import ServiceUnavailableError

from ingest.bronze.deliveries import Delivery
from ingest.common import health
from ingest.common.errors import BadContract, MoviesError, TestFailed, Unreachable
from ingest.common.health import Health
from ingest.common.settings import Credentials, landing_endpoint, settings, trino_endpoint
from ingest.contracts import read_contracts, tables
from ingest.contracts.undescribed import Undescribed
from movies_lakehouse.build import once, service
from movies_lakehouse.build import scheduler as scheduling
from movies_lakehouse.build.dbt_runner import DbtOutcome
from movies_lakehouse.build.engine import Build
from movies_lakehouse.build.run import build
from movies_lakehouse.build.service_engine import ServiceEngine
from movies_lakehouse.build.stack_build import outcome
from movies_lakehouse.build.transform import transform
from movies_lakehouse.build.trino_engine import TrinoEngine
from movies_lakehouse.lake import credentials, stack_deliveries
from movies_lakehouse.lake.builds import bronze_state, undescribed
from movies_lakehouse.lake.stack import StackLake
from movies_lakehouse.lake.stack_deliveries import receipt_of

KNOWN = Credentials({"analyst": "secret a", "bi": "secret b"}, {"uploader": "secret u"}, "PEM")
CA = Path("ca.pem")
RECORD = {
    "table_name": "critic_agg",
    "provider": "critic_agg",
    "file": "critic_agg.csv",
    "bytes": 100,
    "rows": 3,
    "malformed_records": 1,
    "unexpected_columns": "a, b",
    "status": "loaded",
    "reason": None,
    "delivered_on": None,
    "loaded_at": datetime(2026, 11, 1, tzinfo=UTC),
}
SLOT = ("critic_agg", "critic_agg.csv", "c0ffee")
BUILT = {"models": 15, "tests": 18, "published": "gold.a, gold.b", "notes": None, "status": "built"}


@pytest.fixture(autouse=True)
def no_stack_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (
        "TRINO_PORT",
        "S3_PORT",
        "MOVIES_TRINO_PASSWORD",
        "MOVIES_TRINO_USER",
        "MOVIES_S3_SECRET",
        "MOVIES_CA",
    ):
        monkeypatch.delenv(name, raising=False)


def receipt(before: dict[Any, Any], after: dict[Any, Any]) -> Any:
    delivery = Delivery(tables(read_contracts())["critic_agg"], "critic_agg.csv")
    return receipt_of(delivery, "c0ffee", before, after)


def test_the_receipt_of_a_load() -> None:
    loaded = receipt({}, {SLOT: RECORD})
    assert (loaded.status, loaded.read, loaded.loaded, loaded.malformed) == ("loaded", 4, 3, 1)
    assert loaded.unexpected == ("a", "b")


def test_a_record_that_was_there_before_is_a_repeat() -> None:
    repeat = receipt({SLOT: RECORD}, {SLOT: RECORD})
    assert (repeat.status, repeat.read, repeat.loaded, repeat.unexpected) == ("repeat", 0, 0, ())
    again = receipt({SLOT: RECORD}, {SLOT: RECORD | {"loaded_at": datetime(2026, 11, 2, tzinfo=UTC)}})
    assert again.status == "loaded"


def test_quarantined_again_is_quarantined() -> None:
    record = RECORD | {"status": "quarantined", "reason": "line 1: no such column", "rows": 0}
    again = receipt({SLOT: record}, {SLOT: record})
    assert (again.status, again.reason, again.read) == ("quarantined", "line 1: no such column", 0)


def test_a_file_that_nobody_recorded() -> None:
    with pytest.raises(MoviesError, match=r"bronze\.deliveries does not know it; look into landing/quarantine/"):
        receipt({}, {})


def test_what_became_of_a_build() -> None:
    assert outcome(BUILT) == Build(15, 18, ["gold.a", "gold.b"])
    assert outcome(BUILT | {"published": "", "notes": "one is late"}) == Build(15, 18, [], warnings=["one is late"])
    with pytest.raises(TestFailed, match="two movies of one id"):
        outcome(BUILT | {"status": "test failed", "notes": "two movies of one id"})
    with pytest.raises(MoviesError, match="no such column") as failed:
        outcome(BUILT | {"status": "failed", "notes": "no such column"})
    assert failed.value.exit_code == 1
    with pytest.raises(BadContract, match="no contract describes"):
        outcome(BUILT | {"status": "refused", "notes": "no contract describes bronze.fans of fans any more"})


def test_waiting_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stack_deliveries, "PATIENCE_SECONDS", 0.0)
    with pytest.raises(Unreachable, match="files are still there after 0 minutes; movies doctor"):
        list(stack_deliveries.looking("files are still there"))


def test_endpoints_of_a_stack_on_this_machine() -> None:
    trino = trino_endpoint("analyst", lambda: KNOWN, lambda: CA)
    assert (trino.host, trino.port, trino.user, trino.password, trino.ca) == (
        *("localhost", 8443, "analyst", "secret a"),
        CA,
    )
    landing = landing_endpoint(lambda: KNOWN, lambda: CA)
    assert (landing.endpoint, landing.key, landing.secret) == ("https://localhost:9000", "uploader", "secret u")


def test_endpoints_by_env_file_below_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("TRINO_PORT=18443\nMOVIES_TRINO_USER=bi\nMOVIES_CA=x/ca.pem\nS3_PORT=19000\n")
    monkeypatch.setenv("MOVIES_TRINO_USER", "analyst")
    monkeypatch.setenv("MOVIES_TRINO_PASSWORD", "given")
    trino = trino_endpoint("analyst", pytest.fail, pytest.fail)
    assert (trino.port, trino.user, trino.password, trino.ca) == (18443, "analyst", "given", Path("x/ca.pem"))
    assert landing_endpoint(lambda: KNOWN, pytest.fail).endpoint == "https://localhost:19000"


def test_endpoints_that_cannot_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOVIES_TRINO_USER", "nobody")
    with pytest.raises(Unreachable, match="no password is known for nobody; set MOVIES_TRINO_PASSWORD"):
        trino_endpoint("analyst", lambda: KNOWN, lambda: CA)
    monkeypatch.setenv("TRINO_PORT", "https")
    with pytest.raises(BadContract, match=r"^TRINO_PORT is 'https'; a port is a number"):
        trino_endpoint("analyst", lambda: KNOWN, lambda: CA)
    monkeypatch.setenv("TRINO_PORT", "18443")
    monkeypatch.setenv("MOVIES_TRINO_PORT", "0")
    with pytest.raises(BadContract, match=r"^MOVIES_TRINO_PORT is '0'; a port is a number"):
        trino_endpoint("analyst", lambda: KNOWN, lambda: CA)
    monkeypatch.setenv("MOVIES_TRINO_PORT", "")
    monkeypatch.setenv("MOVIES_TRINO_PASSWORD", "given")
    assert trino_endpoint("analyst", pytest.fail, lambda: CA).port == 18443


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (FileNotFoundError(), "there is no docker command"),
        (subprocess.CalledProcessError(1, "docker", stderr="a\nno such engine\n"), "no such engine"),
        (json.JSONDecodeError("", "", 0), "it never started"),
    ],
)
def test_a_stack_that_tells_no_passwords(monkeypatch: pytest.MonkeyPatch, answer: Exception, told: str) -> None:
    def fail(*_: str) -> str:
        raise answer

    monkeypatch.setattr(credentials, "compose", fail)
    with pytest.raises(
        Unreachable, match=rf"passwords are unknown \({told}\); start it here: docker compose up --wait"
    ):
        credentials.credentials()


class FakeEngine:
    """As far as the service needs one; real ones are tested with the stack."""

    note_failure = ServiceEngine.note_failure
    note_that_failures_are_past = ServiceEngine.note_that_failures_are_past

    def __init__(self, dbt_folder: Path) -> None:
        self.dbt_folder = dbt_folder
        self.now, self.last = "one", "none"
        self.coming: list[str] = []
        self.waited = 0.0
        self.notes: list[dict[str, Any]] = []
        self.failing: list[MoviesError] = []
        self.newest: dict[str, Any] | None = None
        self.builds = 0
        self.accepted: list[str] = []

    def bronze(self) -> dict[str, int | None]:
        return {}

    def newest_snapshot(self) -> int | None:
        return hash(self.now)

    def newest_build(self) -> dict[str, Any] | None:
        return self.newest

    def last_inputs(self) -> str:
        return self.last

    def note(self, row: dict[str, Any]) -> None:
        self.notes.append(row)

    def sleep(self, seconds: float) -> None:
        self.waited += seconds
        self.now = self.coming.pop(0) if self.coming else self.now

    def transform(self, engine: Any, on_start: Any, accept_loss: Sequence[str]) -> Build:
        self.builds += 1
        self.accepted = [*accept_loss]
        if self.failing:
            raise self.failing.pop(0)
        self.last = self.now
        return Build(models=1)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeEngine:
    fake = FakeEngine(tmp_path / "dbt")
    for module in (scheduling, once):
        monkeypatch.setattr(module, "inputs", lambda *_: fake.now)
        monkeypatch.setattr(module, "transform", fake.transform)
    monkeypatch.setattr("movies_lakehouse.build.scheduler.time.sleep", fake.sleep)
    return fake


@pytest.fixture
def builder(engine: FakeEngine, tmp_path: Path) -> scheduling.Scheduler:
    builder = scheduling.Scheduler(None, Health(tmp_path / "health"))  # type: ignore[arg-type]
    builder.__dict__.update(engine=engine, given_up={})
    return builder


def test_it_builds_once(builder: scheduling.Scheduler, engine: FakeEngine) -> None:
    assert [builder.look() for _ in range(3)] == [None] * 3
    assert engine.builds == 1
    engine.now = "two"
    builder.look()
    assert engine.builds == 2


def test_what_comes_together_is_built_together(builder: scheduling.Scheduler, engine: FakeEngine) -> None:
    engine.coming = ["two", "three"]
    builder.look()
    assert (engine.builds, engine.last) == (1, "three")
    assert engine.waited == 3 * scheduling.QUIET_SECONDS
    builder.look()
    assert engine.waited == 3 * scheduling.QUIET_SECONDS


def test_deliveries_that_never_end_do_not_put_off_a_build(builder: scheduling.Scheduler, engine: FakeEngine) -> None:
    engine.coming = [str(number) for number in range(1000)]
    builder.look()
    assert engine.builds == 1
    assert engine.waited <= scheduling.LONGEST_WAIT_SECONDS


def test_a_build_waits_for_what_is_still_in_landing(builder: scheduling.Scheduler, engine: FakeEngine) -> None:
    """Slow loads, with pauses between them."""
    engine.coming, pending = ["two", "two", "two", "three"], [True, True, False]
    builder.is_more_to_come = lambda: pending.pop(0)
    builder.look()
    assert (engine.builds, engine.last, pending) == (1, "three", [])


def test_what_stays_in_landing_does_not_put_off_a_build(builder: scheduling.Scheduler, engine: FakeEngine) -> None:
    builder.is_more_to_come = lambda: True
    builder.look()
    assert (engine.builds, engine.waited) == (1, scheduling.STUCK_SECONDS)


def test_a_failed_data_test_is_left_alone_until_something_changes(
    builder: scheduling.Scheduler, engine: FakeEngine
) -> None:
    engine.failing = [TestFailed("two movies of one id")]
    assert [builder.look() for _ in range(3)] == ["two movies of one id"] * 3
    assert (engine.builds, [row["status"] for row in engine.notes]) == (1, ["test failed"])
    engine.now = "two"
    assert builder.look() is None
    assert engine.builds == 2


def test_a_restart_with_an_accepted_loss_tries_once_what_had_failed_for_it(engine: FakeEngine, tmp_path: Path) -> None:
    lost, never_lost = "silver.critic_agg.top_critic_score", "silver.critic_agg.total_critic_reviews_counted"
    engine.newest = {
        "status": "test failed",
        "built_from": "one",
        "notes": f"data test x: 1 found: column={lost}, before=9",
    }
    restarted = scheduling.Scheduler(None, Health(tmp_path / "health"), [lost, never_lost])  # type: ignore[arg-type]
    restarted.__dict__.update(engine=engine)
    engine.failing = [TestFailed("another column too")]
    assert [restarted.look() for _ in range(3)] == ["another column too"] * 3
    assert (engine.builds, engine.accepted) == (1, [lost])
    # Until a build is good, and never again.
    for now in ("two", "three"):
        engine.now = now
        assert restarted.look() is None
        assert engine.accepted == ([lost] if now == "two" else [])


def test_a_loss_is_not_accepted_before_a_build_has_failed_for_it(engine: FakeEngine, tmp_path: Path) -> None:
    engine.newest = {"status": "built", "built_from": "none", "notes": None}
    lost = "silver.critic_agg.top_critic_score"
    restarted = scheduling.Scheduler(None, Health(tmp_path / "health"), [lost])  # type: ignore[arg-type]
    restarted.__dict__.update(engine=engine)
    assert restarted.look() is None
    assert (engine.builds, engine.accepted) == (1, [])


def test_a_missing_contract_is_said_until_its_provider_is_retired(
    builder: scheduling.Scheduler, engine: FakeEngine
) -> None:
    engine.failing = [BadContract("no contract describes bronze.fans of fans any more")]
    assert [builder.look() for _ in range(3)] == ["no contract describes bronze.fans of fans any more"] * 3
    assert (engine.builds, [row["status"] for row in engine.notes]) == (1, ["refused"])
    # Nothing was loaded meanwhile.
    builder.seen, engine.now = hash("without fans"), "without fans"
    assert builder.look() is None
    assert engine.builds == 2


def test_what_is_as_the_last_good_build_left_it_is_built(
    builder: scheduling.Scheduler, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A contract that was gone is back: nothing is to be done, and who waits for a build must not read of the last."""
    engine.newest = {"status": "refused"}
    monkeypatch.setattr(scheduling, "transform", lambda *_: Build())
    assert builder.look() is None
    assert [(row["status"], row["built_from"]) for row in engine.notes] == [("built", "one")]


def test_a_command_cannot_accept_a_loss_for_the_stack() -> None:
    with pytest.raises(BadContract, match=r"put MOVIES_ACCEPT_LOSS=silver.a.b,silver.a.c into .env"):
        build(StackLake(settings(runtime="stack")), {}, accept_loss=["silver.a.b", "silver.a.c"])


def test_a_failed_model_is_tried_a_few_times(builder: scheduling.Scheduler, engine: FakeEngine) -> None:
    engine.failing = [MoviesError("no such column")] * 3
    for _ in range(2):
        with pytest.raises(MoviesError, match="no such column"):
            builder.look()
    assert [builder.look() for _ in range(2)] == ["no such column"] * 2
    assert (engine.builds, [row["status"] for row in engine.notes]) == (3, ["failed"])


def build_once(monkeypatch: pytest.MonkeyPatch, engine: FakeEngine) -> Build:
    monkeypatch.setattr(once, "chosen", lambda settings: (lambda settings: engine, "embedded"))
    return once.build_once(settings(), lambda: None, ["silver.a.c"])


def test_one_build_is_recorded_as_the_services_are(monkeypatch: pytest.MonkeyPatch, engine: FakeEngine) -> None:
    monkeypatch.setenv("MOVIES_ACCEPT_LOSS", "silver.a.b")
    engine.failing = [TestFailed("two movies of one id")]
    with pytest.raises(TestFailed, match="two movies of one id"):
        build_once(monkeypatch, engine)
    assert [(row["status"], row["notes"], row["built_from"]) for row in engine.notes] == [
        ("test failed", "two movies of one id", "one")
    ]
    # The service leaves alone what has failed; who asks for one build gets it.
    engine.newest = engine.notes[0]
    assert build_once(monkeypatch, engine) == Build(models=1)
    assert (engine.builds, engine.accepted) == (2, ["silver.a.b", "silver.a.c"])


@pytest.mark.parametrize("error", [Unreachable("away"), ServiceUnavailableError("away"), OSError("away")])
def test_one_build_without_a_service_says_so_and_records_nothing(
    monkeypatch: pytest.MonkeyPatch, engine: FakeEngine, error: Any
) -> None:
    engine.failing = [error]
    with pytest.raises(Unreachable, match="away"):
        build_once(monkeypatch, engine)
    assert engine.notes == []


def test_one_build_waits_for_that_of_another_process(monkeypatch: pytest.MonkeyPatch, engine: FakeEngine) -> None:
    done: list[Build] = []
    other = Thread(target=lambda: done.append(build_once(monkeypatch, engine)))
    with FileLock(engine.dbt_folder.parent / "build.lock"):
        other.start()
        other.join(0.5)
        assert engine.builds == 0
    other.join()
    assert done == [Build(models=1)]


def test_a_service_that_is_away_is_tried_for_ever(builder: scheduling.Scheduler, engine: FakeEngine) -> None:
    engine.failing = [Unreachable("Trino is away")] * 9
    for _ in range(9):
        with pytest.raises(Unreachable):
            builder.look()
    assert builder.look() is None
    assert not engine.notes


class FakeTrino:
    """A Trino that knows the snapshots of bronze and keeps `gold.builds`; below the engine, in a database in memory."""

    def __init__(self, *tables: str) -> None:
        self.database = duckdb.connect()
        self.database.execute("create schema bronze; create schema gold")
        self.database.execute(
            "create table bronze.deliveries (table_name varchar, provider varchar, unexpected_columns varchar, "
            "status varchar, loaded_at timestamptz)"
        )
        for name in tables:
            self.database.execute(f"create table bronze.\"{name}$refs\" as select 'main' as name, 0 as snapshot_id")

    def load(self, name: str) -> None:
        self.database.execute(f'update bronze."{name}$refs" set snapshot_id = snapshot_id + 1')

    def run(self, sql: str) -> duckdb.DuckDBPyConnection:
        return self.database.execute(sql.replace("timestamp(6) with time zone", "timestamptz"))

    def rows(self, sql: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.run(sql).to_arrow_table().to_pylist()
        return rows


def test_a_part_is_built_alone_only_upon_a_whole_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a build that failed, or a restart, nobody knows what `audit` holds."""
    selections: list[list[str]] = []
    errors: list[MoviesError] = []

    def dbt_build(work: Path, target: str, selection: list[str], variables: dict[str, Any]) -> DbtOutcome:
        selections.append(selection)
        if errors:
            raise errors.pop()
        return DbtOutcome([], 0, [], [])

    monkeypatch.setattr("movies_lakehouse.build.transform.dbt_build", dbt_build)
    trino = FakeTrino("critic_agg", "audience_pulse")

    def start() -> TrinoEngine:
        known = tables(read_contracts())
        engine_tables = {name: known[name] for name in ("critic_agg", "audience_pulse")}
        return TrinoEngine(trino, engine_tables, tmp_path)  # type: ignore[arg-type]

    def build_after_a_load(engine: TrinoEngine) -> list[str]:
        trino.load("critic_agg")
        with suppress(MoviesError):
            transform(engine)
        return selections[-1]

    everything: list[str] = []
    part = ["source:bronze.critic_agg+"]
    engine = start()
    assert build_after_a_load(engine) == everything
    assert [build_after_a_load(engine) for _ in range(2)] == [part, part]
    errors.append(MoviesError("no such column"))
    assert [build_after_a_load(engine) for _ in range(3)] == [part, everything, part]
    assert build_after_a_load(start()) == everything


def test_a_stack_counts_tables_without_contract_until_their_provider_is_retired() -> None:
    trino = FakeTrino("critics", "fans", "left")
    trino.run('create table bronze.fans (a int); create table bronze."fans$properties" (key varchar)')
    for row in ("('critics', 'critics'", "('fans', 'the fans'", "('left', 'dropped'"):
        trino.run(f"insert into bronze.deliveries values {row}, null, 'loaded', now())")
    assert undescribed(trino, ["critics"]) == [Undescribed("fans", "the fans", False)]  # type: ignore[arg-type]
    assert bronze_state(trino, ["critics"]) == {"critics": 0, "fans": 0}  # type: ignore[arg-type]
    trino.run("insert into bronze.\"fans$properties\" values ('movies.retired')")
    assert undescribed(trino, ["critics"]) == [Undescribed("fans", "the fans", True)]  # type: ignore[arg-type]
    assert bronze_state(trino, ["critics"]) == {"critics": 0, "fans": None}  # type: ignore[arg-type]
    assert undescribed(trino, ["critics", "fans"]) == []  # type: ignore[arg-type]


def test_the_service_trusts_no_certificates_but_the_stacks_own(monkeypatch: pytest.MonkeyPatch) -> None:
    others = {"REQUESTS_CA_BUNDLE": "others.pem", "CURL_CA_BUNDLE": "others.pem"}
    for name, value in others.items():
        monkeypatch.setenv(name, value)
    seen: dict[str, str] = {}
    monkeypatch.setattr(service, "run", lambda *_: seen.update(os.environ))
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setattr(service, "start_logging", lambda *_: None)
    service.main([])
    assert seen and not others.keys() & seen.keys()


class Day:
    """The dbt service's looks at the lake, one after the other, and the clock meanwhile; it ends when none is left."""

    def __init__(self, *looks: object) -> None:
        self.looks = list(looks)
        self.now = 1000.0

    def look(self) -> str | None:
        if not self.looks:
            raise KeyboardInterrupt
        what = self.looks.pop(0)
        if isinstance(what, Exception):
            raise what
        return None if what is None else str(what)

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.mark.parametrize(
    ("looks", "is_well", "told"),
    [
        ([None, *[Unreachable("Trino is away")] * 9], True, "waits: Trino is away"),
        ([None, *[Unreachable("Trino is away")] * 9, None], True, "good"),
        ([Unreachable("Trino is away")], False, "waits: Trino is away"),
        ([None, "data test x: 1 found"], False, "data test x: 1 found"),
    ],
)
def test_a_trouble_is_waited_out_and_a_failed_build_is_bad_health(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, looks: list[object], is_well: bool, told: str
) -> None:
    day = Day(*looks)
    monkeypatch.setattr("tenacity.nap.time", day)
    monkeypatch.setattr(service, "Wake", lambda: day)
    monkeypatch.setattr(service, "prepare", lambda *_: None)
    monkeypatch.setattr(service, "Scheduler", lambda *_: day)
    monkeypatch.setattr(service, "tell_metrics", lambda _: None)
    with pytest.raises(KeyboardInterrupt):
        service.run(Health(tmp_path / "health"))
    found = health.look(tmp_path / "health")
    assert found[0] == is_well and found[1].startswith(told)
