"""What the compose file promises, as Docker understands it; no stack has to run."""

import json
import re
from typing import Any

import pytest

from tests.stack.support import ROOT, run

MEGABYTE = 2**20
TOOLS = {"credentials", "volumes"}
JOBS = {
    "init",
    "provision",
    "demo",
    "superset-provision",
    "airflow-provision",
    "metabase-database",
    "metabase-provision",
    *TOOLS,
}
OWN_IMAGES = {"init", "catalog", "ingest", "dbt", "superset", "airflow"}
# Started on request only.
PROFILES = {
    "bi": {"superset-provision", "superset"},
    "metabase": {"metabase-database", "metabase", "metabase-provision", "metabase-gateway"},
    "airflow": {
        *("airflow-provision", "airflow-api", "airflow-scheduler", "airflow-triggerer", "airflow-dag-processor"),
    },
    "observability": {"prometheus", "grafana"},
    "alerts": {"alerts"},
}
ON_REQUEST = set().union(*PROFILES.values())
Service = dict[str, Any]


@pytest.fixture(scope="module")
def services(docker: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Service]:
    """All services, with default settings: without `.env` and without what this machine's environment says."""
    with pytest.MonkeyPatch.context() as environment:
        for name in settings():
            environment.delenv(name, raising=False)
        nothing = tmp_path_factory.mktemp("settings") / "empty.env"
        nothing.touch()
        compose = ["docker", "compose", "-p", "movies", "--env-file", str(nothing), "--profile", "*"]
        assert run([*compose, "config", "--quiet"], errors_too=True) == ""
        services: dict[str, Service] = json.loads(run([*compose, "config", "--format", "json"]))["services"]
        return services


def settings() -> dict[str, str]:
    """Settings of the example file, with the defaults that it names."""
    return dict(re.findall(r"^(\w+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))


def test_every_image_is_pinned_or_built_here(services: dict[str, Service]) -> None:
    for name, service in services.items():
        if "build" in service:
            assert service["image"] in {f"movies-{image}" for image in OWN_IMAGES}, name
        else:
            tag = service["image"].rpartition(":")[2]
            assert re.search(r"\d", tag) and tag != "latest" and "/" not in tag, name


def test_base_images_are_pinned() -> None:
    for dockerfile in ROOT.glob("*/Dockerfile"):
        for base in re.findall(r"^FROM (\S+)", dockerfile.read_text(), re.MULTILINE):
            assert re.search(r":.*\d", base), dockerfile


def test_every_service_proves_its_health_or_is_a_job(services: dict[str, Service]) -> None:
    jobs = {name for name, service in services.items() if not service.get("healthcheck", {}).get("test")}
    assert jobs == JOBS
    assert {name for name, service in services.items() if service["restart"] == "no"} == JOBS
    assert {service["restart"] for name, service in services.items() if name not in JOBS} == {"unless-stopped"}


def test_all_limits_of_what_keeps_running_are_4_gb_and_what_profiles_add(services: dict[str, Service]) -> None:
    limits = {name: int(service["mem_limit"]) // MEGABYTE for name, service in services.items()}
    started = {name: limit for name, limit in limits.items() if replicas(services[name]) and name not in JOBS | TOOLS}
    assert sum(limit for name, limit in started.items() if name not in ON_REQUEST) <= 4096, started
    assert sum(limits[name] for name in PROFILES["bi"]) <= 1024, started
    assert sum(limit for name, limit in started.items() if name in PROFILES["metabase"]) <= 1340, started
    assert sum(limits[name] for name in PROFILES["airflow"]) <= 4096, started
    assert sum(limits[name] for name in PROFILES["observability"]) <= 640, started
    assert limits["alerts"] <= 192


def test_profiles_are_started_on_request_only(services: dict[str, Service]) -> None:
    for profile, names in PROFILES.items():
        assert {name for name, service in services.items() if service.get("profiles") == [profile]} == names
    needed = {other for name in services.keys() - ON_REQUEST for other in services[name].get("depends_on", {})}
    assert needed & ON_REQUEST == set()


def replicas(service: Service) -> int:
    return int(service.get("deploy", {}).get("replicas", 1))


def test_the_header_tells_the_limits_as_they_are(services: dict[str, Service]) -> None:
    header = (ROOT / "docker-compose.yml").read_text().split("\nx-guarded")[0]
    told = {name: int(limit) for name, limit in re.findall(r"^# ([\w-]+) .* (\d+) MB", header, re.MULTILINE)}
    limits = {name: int(service["mem_limit"]) // MEGABYTE for name, service in services.items()}
    assert told == {name: limit for name, limit in limits.items() if name not in TOOLS}
    assert set(re.findall(r"^# ([\w-]+) {2,}", header, re.MULTILINE)) - {"service"} == set(services)


def test_only_six_endpoints_open_and_only_to_this_machine(services: dict[str, Service]) -> None:
    endpoints = {
        (name, port["host_ip"], port["published"], port["target"])
        for name, service in services.items()
        for port in service.get("ports", [])
    }
    assert endpoints == {
        ("trino", "127.0.0.1", "8443", 8443),
        ("gateway", "127.0.0.1", "9000", 9443),
        ("superset", "127.0.0.1", "8088", 8088),
        ("metabase-gateway", "127.0.0.1", "3000", 3000),
        ("airflow-api", "127.0.0.1", "8080", 8080),
        ("grafana", "127.0.0.1", "3001", 3000),
    }


def test_only_who_has_an_endpoint_or_sends_alerts_is_on_a_network_that_leads_out(services: dict[str, Service]) -> None:
    assert {name for name, service in services.items() if "edge" in (service.get("networks") or {})} == {
        *("trino", "trino-worker", "gateway", "superset", "metabase-gateway", "airflow-api", "grafana", "alerts")
    }


def test_the_catalogs_are_reached_by_the_gateway_alone(services: dict[str, Service]) -> None:
    """They ask for no token. The database and the store, which they need, ask nobody for anything."""
    catalogs = {"catalog", "catalog-ingest"}
    networks = set().union(*(services[name]["networks"] for name in catalogs))
    beside = {name for name, service in services.items() if networks & set(service.get("networks") or {})}
    assert beside - catalogs == {"gateway", "postgres", "minio"}


def test_nobody_has_more_rights_than_needed(services: dict[str, Service]) -> None:
    for name, service in services.items():
        assert service["read_only"] and service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert not service.get("privileged") and service.get("pid") is None, name
    assert {name for name, service in services.items() if service.get("user") in ("0", "root")} == {"init", "volumes"}
    assert {name for name, service in services.items() if service.get("cap_add")} == {"init", "volumes"}


def test_logs_are_rotated(services: dict[str, Service]) -> None:
    for name, service in services.items():
        assert service["logging"]["driver"] == "json-file", name
        assert set(service["logging"]["options"]) == {"max-size", "max-file"}, name


def test_secrets_come_by_volumes_of_one_reader(services: dict[str, Service]) -> None:
    readers: dict[str, set[str]] = {}
    for name, service in services.items():
        for volume in service.get("volumes", []):
            if str(volume.get("source")).startswith("secrets-"):
                assert name in ("init", "volumes") or volume.get("read_only"), name
                readers.setdefault(volume["source"], set()).add(name)
    # A worker is Trino too.
    assert {
        len(names - {"init", "trino-worker"}) for volume, names in readers.items() if volume != "secrets-master"
    } == {1}
    assert readers["secrets-master"] == {"init", "volumes"}


def test_the_example_names_every_setting_with_its_default() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    used = {name: default for name, default in re.findall(r"\$\{(\w+):-([^}]*)\}", text)}
    assert used == settings()
    assert set(re.findall(r"\$\{(\w+)", text)) - used.keys() == {"COMPOSE_PROJECT_NAME"}
