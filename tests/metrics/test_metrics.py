"""What the services' own code gives Prometheus, over HTTP, after real loads and a real build."""

import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from prometheus_client import CollectorRegistry, ProcessCollector, start_http_server

from ingest.common.errors import TestFailed
from ingest.common.health import Health
from ingest.common.settings import Settings, StoreSettings, read_settings
from ingest.contracts import read_contracts, tables
from ingest.landing.intake import Intake
from ingest.landing.metrics import IngestMetrics
from ingest.landing.queue import Landing
from movies_lakehouse.build import scheduler
from movies_lakehouse.build.engine import Build, BuildEngine
from movies_lakehouse.build.metrics import BuildMetrics, LakeMetrics
from movies_lakehouse.build.rest_engine import RestEngine
from movies_lakehouse.build.transform import inputs
from movies_lakehouse.lake.embedded import EmbeddedLake
from movies_lakehouse.lake.rest import RestLake
from tests.journey.support import CRITIC, pulse
from tests.metrics.queries import PROMETHEUS, Query, Series, complaints, exposed, queries
from tests.unit.ingest.bucket import Bucket

pytestmark = pytest.mark.slow

CONTRACTS = read_contracts()
TABLES = tables(CONTRACTS)
STATUSES = ("loaded", "quarantined", "repeat", "empty")
CRITICS = {"provider": "critic_agg", "table": "critic_agg"}
DELIVERED = {
    "critic_agg/critic_agg_2026-11-01.csv": CRITIC
    + "Up,2009,98,8.8,298\nCars,2006,x,6.6,199\nBrave,TBA,78,6.9,200\nshort\n",
    "critic_agg/critic_agg_2026-11-02.csv": "title\nUp\n",
    "audience_pulse/audience_pulse.json": pulse({"title": "Up", "year": "2009"}),
    "nobody.csv": "x",
}


class Services:
    """Both services' code over a bucket in memory and tables in a folder, and what they answer when they are asked."""

    def __init__(self, folder: Path) -> None:
        lake = EmbeddedLake(Settings(lake=folder / "lake", runtime="embedded", memory="200MB"))
        self.bucket, self.lake = Bucket(), lake
        self.registries = {"ingest": CollectorRegistry(), "dbt": CollectorRegistry()}
        for registry in self.registries.values():
            ProcessCollector(registry=registry)
        self.ports = {job: start_http_server(0, "127.0.0.1", registry) for job, registry in self.registries.items()}
        self.intake = Intake(Landing(self.bucket, TABLES), lake.archive, TABLES, lambda: lake.catalog)
        IngestMetrics(TABLES.values(), self.registries["ingest"]).watch(self.intake)
        self.figures = LakeMetrics(CONTRACTS, self.registries["dbt"])
        self.scheduler = scheduler.Scheduler(lambda: RestEngine(self.copies(folder), TABLES), Health(folder / "health"))
        self.scheduler.on_build = BuildMetrics(self.registries["dbt"]).count
        self.scheduler.on_looked = lambda: self.figures.refresh(lake.catalog)

    def copies(self, folder: Path) -> RestLake:
        """The dbt service's own view of the lake; tests/stack has the real catalog and store."""
        nowhere = read_settings(StoreSettings, catalog_uri="http://nowhere", catalog_token="none")
        lake = RestLake(Settings(lake=folder / "copies", runtime="stack", memory="200MB"), nowhere)
        lake.__dict__["catalog"] = self.lake.catalog
        return lake

    def deliver(self, files: dict[str, str]) -> None:
        for key, text in files.items():
            self.bucket.put(key, text.encode())
        self.intake.round()

    def page(self, job: str) -> str:
        server, _ = self.ports[job]
        with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/metrics") as answer:
            return str(answer.read().decode())

    def value(self, job: str, name: str, **labels: str) -> float | None:
        return self.registries[job].get_sample_value(name, labels)

    def deliveries(self, **table: str) -> dict[str, float | None]:
        return {each: self.value("ingest", "movies_deliveries_total", **table, status=each) for each in STATUSES}

    def stop(self) -> None:
        for server, thread in self.ports.values():
            server.shutdown()
            server.server_close()
            thread.join()


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """After two good files, a bad one, one of nobody, and a build of them."""
    services = Services(tmp_path_factory.mktemp("services"))
    services.deliver(DELIVERED)
    assert services.scheduler.look() is None
    yield services
    services.stop()


@pytest.fixture(scope="module")
def series(services: Services) -> Series:
    return exposed({job: services.page(job) for job in services.ports})


def test_rules_and_panels_name_only_what_the_services_give(series: Series) -> None:
    assert len(queries()) > 20
    assert complaints(queries(), series) == []


@pytest.mark.parametrize(
    ("expression", "text", "complaint"),
    [
        ("rate(movies_delivered_total[1h])", "", "there is no series 'movies_delivered_total'"),
        ("sum by (file) (movies_deliveries_total)", "", "there is no label 'file'"),
        ('movies_builds_total{status="tested"}', "", "movies_builds_total has no status 'tested'"),
        ('up{job=~"superset|trino"} == 0', "", "up has no job 'superset|trino'"),
        ("movies_table_rows > on (provider) movies_quarantined_files", "", "there is no label 'provider'"),
        (
            "sum by (table) (movies_table_rows)",
            "{{table}} {{ $labels.layer }}",
            "the answer has no label 'layer' to show",
        ),
    ],
)
def test_a_wrong_name_is_found(series: Series, expression: str, text: str, complaint: str) -> None:
    assert complaints([Query("panel", expression, text)], series) == [f"panel: {complaint}"]


def test_prometheus_asks_the_services_that_the_rules_are_about() -> None:
    jobs = yaml.safe_load(PROMETHEUS.read_text())["scrape_configs"]
    assert {job["job_name"]: job["static_configs"] for job in jobs} == {
        name: [{"targets": [f"{name}:8081"]}] for name in ("ingest", "dbt")
    }


def test_what_was_taken_in(services: Services) -> None:
    assert services.deliveries(**CRITICS) == {"loaded": 1, "quarantined": 1, "repeat": 0, "empty": 0}
    assert services.value("ingest", "movies_rows_loaded_total", **CRITICS) == 3
    assert services.value("ingest", "movies_malformed_records_total", **CRITICS) == 1
    assert services.value("ingest", "movies_unmatched_files_total") == 1
    assert services.value("ingest", "movies_load_duration_seconds_count", **CRITICS) == 2
    assert services.value("ingest", "movies_landing_files") == 0


def test_what_nobody_has_delivered_is_counted_as_0(services: Services) -> None:
    money = {"provider": "box_office", "table": "box_office_domestic"}
    assert services.deliveries(**money) == dict.fromkeys(STATUSES, 0)
    assert services.value("ingest", "movies_load_duration_seconds_count", **money) == 0
    assert services.value("dbt", "movies_builds_total", status="refused") == 0


def test_what_the_lake_says(services: Services) -> None:
    assert services.value("dbt", "movies_newest_delivery_timestamp_seconds", **CRITICS) == 1793491200  # 2026-11-01
    assert services.value("dbt", "movies_delivery_cadence_seconds", provider="critic_agg") == 7 * 86400
    assert services.value("dbt", "movies_quarantined_files", **CRITICS) == 1
    assert services.value("dbt", "movies_rejected_rows", **CRITICS) == 1
    score = {"table": "critic_agg", "column": "critic_score_percentage"}
    assert services.value("dbt", "movies_rejected_values", **score) == 1
    assert services.value("dbt", "movies_rejected_values", table="audience_pulse", column="year") == 0
    bronze = {"layer": "bronze", "table": "critic_agg"}
    of_bronze = [
        services.value("dbt", f"movies_table_{what}", **bronze) for what in ("rows", "data_files", "snapshots")
    ]
    assert of_bronze == [3, 1, 1]
    assert services.value("dbt", "movies_builds_total", status="built") == 1
    assert services.value("dbt", "movies_build_duration_seconds_count") == 1
    assert services.value("dbt", "movies_last_build_failed") == 0
    built_at = services.value("dbt", "movies_last_good_build_timestamp_seconds")
    loaded_at = services.value("dbt", "movies_newest_load_timestamp_seconds", **CRITICS)
    assert built_at and loaded_at and built_at > loaded_at


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """Services without any delivery, whose builds are good and make nothing."""

    def build(engine: BuildEngine, *_: object) -> Build:
        done = Build(models=1)
        engine.record(done, inputs(engine, engine.bronze()))
        return done

    monkeypatch.setattr(scheduler, "QUIET_SECONDS", 0.01)
    monkeypatch.setattr(scheduler, "transform", build)
    services = Services(tmp_path)
    yield services
    services.stop()


def test_before_the_first_delivery(fresh: Services) -> None:
    fresh.deliver({})
    fresh.figures.refresh(fresh.lake.catalog)
    assert fresh.value("dbt", "movies_table_rows", layer="bronze", table="critic_agg") == 0
    assert fresh.value("dbt", "movies_newest_delivery_timestamp_seconds", **CRITICS) is None


def test_a_failed_build_and_a_good_file_in_the_place_of_a_bad_one(
    fresh: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise TestFailed("data test is_unique: 1 found")

    fresh.deliver(DELIVERED)
    assert fresh.scheduler.look() is None
    good_build = fresh.value("dbt", "movies_last_good_build_timestamp_seconds")
    assert good_build and fresh.value("dbt", "movies_quarantined_files", **CRITICS) == 1
    monkeypatch.setattr(scheduler, "transform", fail)
    fresh.deliver({"critic_agg/critic_agg_2026-11-02.csv": CRITIC + "Up,2009,98,8.8,299\n"})
    assert fresh.scheduler.look()
    assert fresh.value("dbt", "movies_quarantined_files", **CRITICS) == 0
    assert fresh.value("dbt", "movies_newest_delivery_timestamp_seconds", **CRITICS) == 1793491200 + 86400
    assert fresh.value("dbt", "movies_builds_total", status="test failed") == 1
    assert fresh.value("dbt", "movies_last_build_failed") == 1
    assert fresh.value("dbt", "movies_last_good_build_timestamp_seconds") == good_build


def test_a_catalog_that_is_away_leaves_the_figures_as_they_were(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise ConnectionError("no answer")

    before = services.page("dbt")
    monkeypatch.setattr(type(services.lake.catalog), "load_table", away)
    with pytest.raises(ConnectionError):
        services.figures.refresh(services.lake.catalog)
    lines = [line for line in before.splitlines() if line.startswith("movies_")]
    assert [line for line in services.page("dbt").splitlines() if line.startswith("movies_")] == lines
