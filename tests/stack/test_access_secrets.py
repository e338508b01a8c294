"""No password, token or key shows where it need not be: settings, logs, command lines, Trino's pages."""

import json

import pytest

from tests.stack.support import Stack, run

# Its command is to print them; what it has printed went to whoever asked.
TELLS_ON_REQUEST = "credentials"


def leaks(stack: Stack, text: str) -> list[str]:
    """Names of the secrets that a text holds."""
    return [name for name, value in stack.secrets.items() if value in text]


@pytest.fixture(scope="module")
def containers(stack: Stack) -> list[str]:
    names = stack.containers()
    assert len(names) >= 11
    return [name for name in names if TELLS_ON_REQUEST not in name]


def test_a_leak_would_be_seen(stack: Stack) -> None:
    assert leaks(stack, f"x{stack.secrets['s3_root']}x") == ["s3_root"]
    assert set(leaks(stack, json.dumps(stack.credentials))) == {
        *("trino_admin", "trino_dbt", "trino_analyst", "trino_bi", "s3_uploader", "s3_root"),
        *("superset_admin", "superset_editor", "superset_viewer", "airflow_admin", "airflow_viewer"),
        *("metabase_admin", "grafana_admin"),
    }


def test_docker_shows_no_secrets(stack: Stack, containers: list[str]) -> None:
    assert leaks(stack, run(["docker", "inspect", *containers])) == []


def test_logs_hold_no_secrets(stack: Stack, containers: list[str]) -> None:
    for name in containers:
        assert (name, leaks(stack, run(["docker", "logs", name], errors_too=True))) == (name, [])


def test_command_lines_hold_no_secrets(stack: Stack) -> None:
    for name in stack.compose("ps", "--format", "{{.Name}}").split():
        assert (name, leaks(stack, run(["docker", "top", name, "-eo", "pid,args"]))) == (name, [])


def test_trino_shows_no_secrets_even_to_its_admin(stack: Stack) -> None:
    told = stack.trino_page("admin", "/v1/query").text
    for query in json.loads(told):
        told += stack.trino_page("admin", f"/v1/query/{query['queryId']}").text
    for page in ("/v1/node", "/v1/info", "/v1/thread", "/metrics", "/v1/jmx/mbean"):
        told += stack.trino_page("admin", page).text
    for table in ("runtime.queries", "runtime.tasks", "metadata.catalogs", "metadata.table_properties"):
        told += str(stack.sql("admin", f"select * from system.{table}"))
    assert leaks(stack, told) == []


def test_only_secrets_and_data_outlive_a_container(stack: Stack) -> None:
    """What a component writes elsewhere could not be looked through: its root cannot be written to."""
    for name in stack.containers():
        assert run(["docker", "inspect", "--format", "{{.HostConfig.ReadonlyRootfs}}", name]).strip() == "true", name


def test_a_component_has_no_secrets_of_others(stack: Stack) -> None:
    may_know = {
        "postgres": {"postgres", "postgres_catalog"},
        "minio": {"s3_root", "events_ingest", "events_dbt"},
        "catalog": {"postgres_catalog", "s3_catalog"},
        "catalog-ingest": {"postgres_catalog", "s3_catalog_ingest"},
        "gateway": {"token_admin", "token_ingest", "token_trino", "token_dbt", "token_maintenance", "token_reader"},
        "ingest": {"token_ingest", "s3_ingest", "events_ingest"},
        "trino": {
            "trino_internal",
            "token_trino",
            "s3_trino",
            "token_reader",
            "s3_reader",
            "trino_health",
            "trino_analyst",
        },
        "dbt": {"trino_dbt", "token_dbt", "s3_dbt", "events_dbt", "postgres_dbt"},
        "maintenance": {"token_maintenance", "s3_maintenance"},
    }
    knows = {service: set(leaks(stack, stack.exec(service, "sh", "-c", "cat /secrets/*"))) for service in may_know}
    assert knows == may_know
