"""The profile `airflow`: deliveries go their way to gold, each provider's whatever becomes of the others'."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journey.support import call
from tests.stack.dags import PROFILE, SERVICES, Airflow
from tests.stack.providing import PATIENCE_SECONDS, Provider, wait_until
from tests.stack.support import Stack, run
from tests.stack.test_access_secrets import leaks

DENIED, NOT_LOGGED_IN = 403, 401
BOX_OFFICE = "film_name,year_of_release,box_office_gross_usd\n"
# Until the job `provision` gives the rights back.
TAKE_AWAY = """
import json, sys
from minio import MinioAdmin
from minio.credentials import StaticProvider
secret = json.load(open("/secrets/secrets.json"))["s3_root"]
admin = MinioAdmin(endpoint="minio:9000", credentials=StaticProvider("root", secret), secure=False)
policy = json.load(open("policies/ingest.json"))
unreadable = {"Effect": "Deny", "Action": ["s3:GetObject*"], "Resource": [f"arn:aws:s3:::{json.load(sys.stdin)}/*"]}
policy["Statement"].append(unreadable)
admin.policy_add("ingest", policy=policy)
json.dump("done", sys.stdout)
"""
NEW_CONTRACT = """
provider: streaming
about: Minutes watched
cadence: P1D
tables:
  streaming:
    files: "streaming*.csv"
    format: csv
    key: [title, year]
    columns: {title: Its title., year: Its year.}
"""
LIST_DAGS = """
import json
from airflow.dag_processing.dagbag import DagBag
bag = DagBag("/app/dags")
assert not bag.import_errors, bag.import_errors
edges = lambda dag: {task.task_id: sorted(task.downstream_task_ids) for task in dag.tasks}
print(json.dumps({name: edges(dag) for name, dag in bag.dags.items()}))
"""
LATE = """
import asyncio, json, sys
from datetime import timedelta
sys.path.append("/app/plugins")
from delivery_sensor import DeliverySensor, DeliveryTrigger, Late

async def first(late_at):
    async for event in DeliveryTrigger("audience_pulse", late_at).run():
        return event.payload

came = asyncio.run(first(late_at=0))
try:
    DeliverySensor(task_id="late", provider="audience_pulse", cadence=timedelta(days=15)).look({}, came)
except Late as late:
    print(json.dumps([came, str(late)]))
"""


@pytest.fixture(scope="module")
def driven(stack: Stack) -> Iterator[Stack]:
    """The stack with Airflow in the place of the services, which rest."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("MOVIES_DRIVER", "airflow")
        environment.setenv("AIRFLOW_RETRY_SECONDS", "1")
        stack.compose(*PROFILE, "up", "--build", "--detach", "--wait")
        yield stack
        stack.compose(*PROFILE, "rm", "--stop", "--force", *SERVICES, "airflow-provision")
    stack.compose("up", "--build", "--detach", "--no-deps", "--wait", "ingest", "dbt")


@pytest.fixture(scope="module")
def airflow(driven: Stack) -> Airflow:
    return Airflow(driven, "admin")


@pytest.fixture(scope="module")
def box_office(driven: Stack) -> Iterator[Provider]:
    """A provider whose delivery can never be loaded, until somebody gives ingest its rights back."""
    assert driven.python(TAKE_AWAY, "landing/box_office") == "done"
    provider = Provider(driven)
    provider.prefix = f"box_office_domestic_{provider.prefix}"
    provider.put_text("fails.csv", f"{BOX_OFFICE}Up,2009,293004164\n", folder="box_office/")
    yield provider
    give_back(driven)


def give_back(stack: Stack) -> None:
    stack.compose("run", "--rm", "--no-deps", "-T", "provision")


@pytest.fixture
def critic(driven: Stack, box_office: Provider) -> Provider:
    return Provider(driven)


# ------------------------------------------------ which DAGs there are


def branch(provider: str, then: list[str]) -> dict[str, list[str]]:
    bronze, silver = f"process_bronze_{provider}", f"process_silver_{provider}"
    return {f"{provider}_sensor": [bronze], bronze: [silver], silver: then}


def test_each_contract_has_a_dag_and_all_have_one_together(airflow: Airflow) -> None:
    assert airflow.get("importErrors").json()["import_errors"] == []
    together: dict[str, list[str]] = {"process_gold_unified": []}
    for provider in ("audience_pulse", "box_office", "critic_agg"):
        assert airflow.edges(f"movies_{provider}") == branch(provider, [])
        together |= branch(provider, ["process_gold_unified"])
    assert airflow.edges("movies_all") == together


def test_a_new_contract_brings_its_dag(driven: Stack, tmp_path: Path) -> None:
    contract = tmp_path / "streaming.yml"
    contract.write_text(NEW_CONTRACT)
    mounted = ("--volume", f"{contract}:/app/ingest/contracts/streaming.yml:ro", "--env", "MOVIES_DRIVER=airflow")
    image = f"{driven.project}-airflow"
    started = ("docker", "run", "--rm", "--network", "none", *mounted, "--entrypoint", "python", image, "-c", LIST_DAGS)
    dags = json.loads(run(started).splitlines()[-1])
    assert dags["movies_streaming"] == branch("streaming", [])
    assert dags["movies_all"]["process_silver_streaming"] == ["process_gold_unified"]


def test_a_provider_that_has_delivered_nothing_in_time_is_late(driven: Stack) -> None:
    inside = (*PROFILE, "run", "--rm", "--no-deps", "-T", "--entrypoint", "with-env.sh", "airflow-triggerer")
    came, said = json.loads(driven.compose(*inside, "python", "-c", LATE).splitlines()[-1])
    assert came == []
    assert said == "audience_pulse is late: nothing came for 15 days, though a delivery is due every 15"


# ------------------------------------------------ deliveries


def gold_has(stack: Stack, title: str) -> bool:
    [[found]] = stack.sql("analyst", f"select count(*) from gold.movies_unified where movie_title = '{title}'")
    return bool(found == 1)


def test_a_delivery_is_one_run_that_ends_in_gold(airflow: Airflow, driven: Stack, critic: Provider) -> None:
    before, golden = airflow.runs("movies_critic_agg", "success"), airflow.runs("movies_gold", "success")
    # The name has a day of the past: a delivery that is filled in.
    critic.put("2026-02-06.csv", "Airflow movie")
    wait_until(lambda: gold_has(driven, "Airflow movie"))
    wait_until(lambda: len(airflow.runs("movies_gold", "success")) > len(golden))
    [new] = set(airflow.runs("movies_critic_agg", "success")) - set(before)
    for task in ("critic_agg_sensor", "process_bronze_critic_agg"):
        assert f"{critic.prefix}2026-02-06.csv" in airflow.log("movies_critic_agg", new, task), task
    assert critic.rows(columns="_file, _delivered_on") == [("2026-02-06.csv", "2026-02-06")]


def test_a_killed_triggerer_misses_nothing(airflow: Airflow, driven: Stack, critic: Provider) -> None:
    before = airflow.runs("movies_critic_agg", "success")
    driven.compose("kill", "--signal", "KILL", "airflow-triggerer")
    critic.put("a.csv", "Killed triggerer movie")
    driven.compose(*PROFILE, "start", "airflow-triggerer")
    wait_until(lambda: gold_has(driven, "Killed triggerer movie"))
    wait_until(lambda: len(airflow.runs("movies_critic_agg", "success")) > len(before))
    assert len(airflow.runs("movies_critic_agg", "success")) == len(before) + 1


def test_services_at_work_beside_airflow_load_nothing_twice(driven: Stack, critic: Provider) -> None:
    beside = ("run", "--detach", "--no-deps", "--env", "MOVIES_DRIVER=services", "ingest")
    container = driven.compose(*beside).strip()
    names = [f"{number}.csv" for number in range(10)]
    for name in names:
        critic.put(name, name)
    wait_until(lambda: len(critic.deliveries()) >= len(names))
    run(["docker", "rm", "--force", container])
    assert sorted(critic.rows()) == [(name, name) for name in names]
    assert sorted(critic.deliveries()) == [(name, "loaded", "1", "1") for name in names]


def test_who_always_fails_is_paused_and_goes_on_when_resumed(
    airflow: Airflow, driven: Stack, box_office: Provider
) -> None:
    wait_until(lambda: airflow.is_paused("movies_box_office"), 2 * PATIENCE_SECONDS)
    assert len(airflow.runs("movies_box_office", "failed")) == 3
    assert not airflow.is_paused("movies_critic_agg")
    give_back(driven)
    airflow.resume("movies_box_office")
    wait_until(lambda: airflow.runs("movies_box_office", "success"))
    assert box_office.deliveries() == [("fails.csv", "loaded", "1", "0")]


# ------------------------------------------------ who may do what


def test_a_viewer_looks_and_nobody_else_does(driven: Stack) -> None:
    viewer, nobody = Airflow(driven, "viewer"), Airflow(driven)
    assert viewer.get("dags").ok
    assert viewer.get("connections").status_code == DENIED
    answer = viewer.session.post(
        f"{viewer.base}/api/v2/dags/movies_all/dagRuns", json={"logical_date": None}, timeout=60
    )
    assert answer.status_code == DENIED
    assert nobody.get("dags").status_code == NOT_LOGGED_IN


def test_each_part_knows_what_it_needs(driven: Stack) -> None:
    every = {"postgres_airflow", "airflow_jwt"}
    may_know = {
        "airflow-api": every | {"airflow_admin", "airflow_viewer"},
        "airflow-scheduler": every | {"token_ingest", "s3_ingest", "token_dbt", "s3_dbt", "trino_dbt"},
        "airflow-triggerer": every | {"s3_airflow"},
        "airflow-dag-processor": every,
    }
    knows = {name: set(leaks(driven, driven.exec(name, "sh", "-c", "cat /secrets/*"))) for name in may_know}
    assert knows == may_know


def test_no_secret_is_told(driven: Stack) -> None:
    written = driven.exec("airflow-api", "sh", "-c", "find /app/logs -type f -exec cat {} +")
    settings = run(["docker", "inspect", *(name for name in driven.containers() if "-airflow-" in name)])
    assert leaks(driven, written + settings + "".join(map(driven.log, SERVICES))) == []


def test_the_doctor_knows_airflow(driven: Stack) -> None:
    found = call("--lake", str(driven.folder / "host"), "--runtime", "stack", "doctor", "--json").json()
    told = {each["what"]: (each["state"], each["remedy"]) for each in found}
    for service in SERVICES:
        assert told[f"{driven.project}-{service}-1"] == ("healthy", "")
    assert told[f"{driven.project}-airflow-provision-1"] == ("exited", "")
