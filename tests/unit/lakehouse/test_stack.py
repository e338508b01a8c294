"""What the stack's command and its dbt service decide, without a stack."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ingest import health
from ingest.contract import load_contracts, tables
from ingest.deliveries import Delivery
from ingest.errors import BadContract, MoviesError
from ingest.health import Health
from lakehouse import builder as building
from lakehouse import credentials, doctor, service, transform
from lakehouse.runtime import stack_wait
from lakehouse.runtime.stack_wait import outcome, receipt_of
from lakehouse.settings import Credentials, Unreachable, landing_door, trino_door
from lakehouse.transform import Build

KNOWN = Credentials({"analyst": "secret a", "bi": "secret b"}, {"uploader": "secret u"}, "PEM")
CA = Path("ca.pem")
RECORD = {
    "table_name": "critic_agg",
    "provider": "critic_agg",
    "file": "critic_agg.csv",
    "bytes": 100,
    "rows": 3,
    "unreadable_rows": 1,
    "undeclared_columns": "a, b",
    "status": "loaded",
    "reason": None,
    "loaded_at": "2026-11-01",
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
    delivery = Delivery(tables(load_contracts())["critic_agg"], "critic_agg.csv")
    return receipt_of(delivery, "c0ffee", before, after)


def test_the_receipt_of_a_load() -> None:
    loaded = receipt({}, {SLOT: RECORD})
    assert (loaded.status, loaded.read, loaded.loaded, loaded.unreadable) == ("loaded", 4, 3, 1)
    assert loaded.undeclared == ("a", "b")


def test_a_record_that_was_there_before_is_a_repeat() -> None:
    repeat = receipt({SLOT: RECORD}, {SLOT: RECORD})
    assert (repeat.status, repeat.read, repeat.loaded, repeat.undeclared) == ("repeat", 0, 0, ())
    again = receipt({SLOT: RECORD}, {SLOT: RECORD | {"loaded_at": "2026-11-02"}})
    assert again.status == "loaded"


def test_refused_again_is_refused() -> None:
    record = RECORD | {"status": "refused", "reason": "line 1: no such column", "rows": 0}
    refused = receipt({SLOT: record}, {SLOT: record})
    assert (refused.status, refused.reason, refused.read) == ("refused", "line 1: no such column", 0)


def test_a_file_that_nobody_recorded() -> None:
    with pytest.raises(MoviesError, match=r"bronze\.deliveries does not know it; look into landing/refused/"):
        receipt({}, {})


def test_what_became_of_a_build() -> None:
    assert outcome(BUILT) == Build(15, 18, ["gold.a", "gold.b"], [])
    assert outcome(BUILT | {"published": "", "notes": "one is late"}) == Build(15, 18, [], ["one is late"])
    with pytest.raises(transform.TestFailed, match="two films of one id"):
        outcome(BUILT | {"status": "test failed", "notes": "two films of one id"})
    with pytest.raises(MoviesError, match="no such column") as failed:
        outcome(BUILT | {"status": "failed", "notes": "no such column"})
    assert failed.value.exit_code == 1


def test_waiting_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stack_wait, "PATIENCE_SECONDS", 0.0)
    with pytest.raises(Unreachable, match="files are still there after 0 minutes; movies doctor"):
        list(stack_wait.looking("files are still there"))


def test_doors_of_a_stack_on_this_machine() -> None:
    trino = trino_door("analyst", lambda: KNOWN, lambda: CA)
    assert (trino.host, trino.port, trino.user, trino.password, trino.ca) == (
        *("localhost", 8443, "analyst", "secret a"),
        CA,
    )
    landing = landing_door(lambda: KNOWN, lambda: CA)
    assert (landing.endpoint, landing.key, landing.secret) == ("https://localhost:9000", "uploader", "secret u")


def test_doors_by_env_file_below_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("TRINO_PORT=18443\nMOVIES_TRINO_USER=bi\nMOVIES_CA=x/ca.pem\nS3_PORT=19000\n")
    monkeypatch.setenv("MOVIES_TRINO_USER", "analyst")
    monkeypatch.setenv("MOVIES_TRINO_PASSWORD", "given")
    trino = trino_door("analyst", pytest.fail, pytest.fail)
    assert (trino.port, trino.user, trino.password, trino.ca) == (18443, "analyst", "given", Path("x/ca.pem"))
    assert landing_door(lambda: KNOWN, pytest.fail).endpoint == "https://localhost:19000"


def test_doors_that_cannot_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOVIES_TRINO_USER", "nobody")
    with pytest.raises(Unreachable, match="no password is known for nobody; set MOVIES_TRINO_PASSWORD"):
        trino_door("analyst", lambda: KNOWN, lambda: CA)
    monkeypatch.setenv("TRINO_PORT", "https")
    with pytest.raises(BadContract, match="TRINO_PORT is 'https'; a port is a number"):
        trino_door("analyst", lambda: KNOWN, lambda: CA)


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


def container(name: str, state: str, health: str = "", code: int = 0) -> str:
    return json.dumps({"Name": f"m-{name}-1", "Service": name, "State": state, "Health": health, "ExitCode": code})


def test_containers_that_are_well_and_not(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        container("init", "exited"),
        container("provision", "exited", code=1),
        container("trino", "running", "healthy"),
        container("dbt", "running", "unhealthy"),
        container("minio", "exited", code=137),
        container("gateway", "exited"),
    ]
    monkeypatch.setattr(doctor, "compose", lambda *_: "\n".join(lines))
    remedies = {each.what: each.remedy for each in doctor.containers()}
    assert remedies == {
        "m-init-1": "",
        "m-provision-1": "start it: docker compose up --wait",
        "m-trino-1": "",
        "m-dbt-1": "see why: docker compose logs --tail 50 dbt",
        "m-minio-1": "start it: docker compose up --wait",
        "m-gateway-1": "start it: docker compose up --wait",
    }
    monkeypatch.setattr(doctor, "compose", lambda *_: "")
    assert [each.remedy for each in doctor.containers()] == ["start it: docker compose up --wait"]


class FakeWorkshop:
    """As far as the service needs one; real ones are tested with the stack."""

    def __init__(self) -> None:
        self.now, self.last = "one", "none"
        self.coming: list[str] = []
        self.waited = 0.0
        self.notes: list[dict[str, Any]] = []
        self.failing: list[MoviesError] = []
        self.builds = 0

    def bronze(self) -> dict[str, int | None]:
        return {}

    def newest_load(self) -> int | None:
        return hash(self.now)

    def last_inputs(self) -> str:
        return self.last

    def note(self, row: dict[str, Any]) -> None:
        self.notes.append(row)

    def sleep(self, seconds: float) -> None:
        self.waited += seconds
        self.now = self.coming.pop(0) if self.coming else self.now

    def transform(self, workshop: Any, on_start: Any) -> Build:
        self.builds += 1
        if self.failing:
            raise self.failing.pop(0)
        self.last = self.now
        return Build()


@pytest.fixture
def workshop(monkeypatch: pytest.MonkeyPatch) -> FakeWorkshop:
    fake = FakeWorkshop()
    monkeypatch.setattr(building, "inputs", lambda *_: fake.now)
    monkeypatch.setattr(building, "transform", fake.transform)
    monkeypatch.setattr("lakehouse.builder.time.sleep", fake.sleep)
    return fake


@pytest.fixture
def builder(workshop: FakeWorkshop, tmp_path: Path) -> building.Builder:
    builder = building.Builder(None, Health(tmp_path / "health"))  # type: ignore[arg-type]
    builder.__dict__.update(workshop=workshop, given_up={})
    return builder


def test_it_builds_once(builder: building.Builder, workshop: FakeWorkshop) -> None:
    assert [builder.look() for _ in range(3)] == [None] * 3
    assert workshop.builds == 1
    workshop.now = "two"
    builder.look()
    assert workshop.builds == 2


def test_what_comes_together_is_built_together(builder: building.Builder, workshop: FakeWorkshop) -> None:
    workshop.coming = ["two", "three"]
    builder.look()
    assert (workshop.builds, workshop.last) == (1, "three")
    assert workshop.waited == 3 * building.QUIET_SECONDS
    builder.look()
    assert workshop.waited == 3 * building.QUIET_SECONDS


def test_deliveries_that_never_end_do_not_put_off_a_build(builder: building.Builder, workshop: FakeWorkshop) -> None:
    workshop.coming = [str(number) for number in range(1000)]
    builder.look()
    assert workshop.builds == 1
    assert workshop.waited <= building.LONGEST_WAIT_SECONDS


def test_a_failed_data_test_is_left_alone_until_something_changes(
    builder: building.Builder, workshop: FakeWorkshop
) -> None:
    workshop.failing = [transform.TestFailed("two films of one id")]
    assert [builder.look() for _ in range(3)] == ["two films of one id"] * 3
    assert (workshop.builds, [row["status"] for row in workshop.notes]) == (1, ["test failed"])
    workshop.now = "two"
    assert builder.look() is None
    assert workshop.builds == 2


def test_a_failed_model_is_tried_a_few_times(builder: building.Builder, workshop: FakeWorkshop) -> None:
    workshop.failing = [MoviesError("no such column")] * 3
    for _ in range(2):
        with pytest.raises(MoviesError, match="no such column"):
            builder.look()
    assert [builder.look() for _ in range(2)] == ["no such column"] * 2
    assert (workshop.builds, [row["status"] for row in workshop.notes]) == (3, ["failed"])


def test_a_service_that_is_away_is_tried_for_ever(builder: building.Builder, workshop: FakeWorkshop) -> None:
    workshop.failing = [Unreachable("Trino is away")] * 9
    for _ in range(9):
        with pytest.raises(Unreachable):
            builder.look()
    assert builder.look() is None
    assert not workshop.notes


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
    ("looks", "complaint"),
    [
        ([None, Unreachable("Trino is away")], None),
        ([None, *[Unreachable("Trino is away")] * 9], "Trino is away"),
        ([None, *[Unreachable("Trino is away")] * 9, None], None),
        ([Unreachable("Trino is away")], "has not looked at what there is yet"),
        ([None, "data test x: 1 found"], "data test x: 1 found"),
    ],
)
def test_a_trouble_that_lasts_is_bad_health(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, looks: list[object], complaint: str | None
) -> None:
    day = Day(*looks)
    monkeypatch.setattr(service, "time", day)
    monkeypatch.setattr(service, "trino_door", lambda *_: None)
    monkeypatch.setattr("lakehouse.dbt_run.prepare", lambda *_: None)
    monkeypatch.setattr(building, "Builder", lambda *_: day)
    with pytest.raises(KeyboardInterrupt):
        service.run(Health(tmp_path / "health"))
    told = health.complaint(tmp_path / "health")
    assert told is None if complaint is None else complaint in str(told)
