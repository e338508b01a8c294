"""A DAG for each contract, one for gold, one for what no contract takes, and one of everything, started by hand.

The tasks call the `movies` command: what a task may do, and what it does twice or half, is what the command does.
"""

import os
from datetime import datetime, timedelta

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG, Asset, AssetAny
from delivery_sensor import DeliverySensor

from ingest.contracts import Contract, read_contracts

# Else the services take in and build, and the DAGs run only when a person starts them.
AIRFLOW_DRIVES = os.environ["MOVIES_DRIVER"] == "airflow"
# Exit code of `movies ingest`: some files were quarantined, everything else is done.
QUARANTINED = 11
CONTRACTS = read_contracts()
SILVER = {each.provider: Asset(f"silver_{each.provider}", uri=f"movies://silver/{each.provider}") for each in CONTRACTS}


def dag(name: str, about: str, schedule: object, **options: object) -> DAG:
    return DAG(
        dag_id=name,
        description=about,
        schedule=schedule if AIRFLOW_DRIVES else None,
        start_date=datetime(2026, 1, 1),
        catchup=False,
        max_active_runs=1,
        is_paused_upon_creation=False,
        default_args={"retry_exponential_backoff": 2},
        tags=["movies"],
        **options,
    )


def movies(task: str, service: str, arguments: str, **options: object) -> BashOperator:
    """A task that calls `movies` with the rights of a service, and with nobody else's."""
    command = f"movies --runtime stack {arguments} || [ $? -eq {QUARANTINED} ]"
    return BashOperator(
        task_id=task,
        bash_command=f"set -a; . /secrets/{service}.env; {command}",
        execution_timeout=timedelta(hours=1),
        do_xcom_push=False,
        **options,
    )


def branch(contract: Contract, cadence: timedelta | None) -> BashOperator:
    """From a provider's delivery to silver; gives the last task."""
    provider = contract.provider
    sensor = DeliverySensor(task_id=f"{provider}_sensor", provider=provider, cadence=cadence)
    bronze = movies(f"process_bronze_{provider}", "ingest", f"ingest --once --provider {provider}")
    silver = build(f"process_silver_{provider}", SILVER[provider])
    sensor >> bronze >> silver
    return silver


def build(task: str, asset: Asset) -> BashOperator:
    """Silver and gold are built, tested and published together; a build with nothing new does nothing."""
    return movies(task, "dbt", "transform --once", outlets=[asset])


def gold() -> BashOperator:
    return build("process_gold_unified", Asset("gold_movies_unified", uri="movies://gold/movies_unified"))


for contract in CONTRACTS:
    # "@continuous" starts the next run at once, for ever: a provider that fails each time is paused instead.
    with dag(f"movies_{contract.provider}", contract.about, "@continuous", max_consecutive_failed_dag_runs=3):
        branch(contract, cadence=timedelta(days=contract.cadence_days))

with dag("movies_gold", "Gold, whenever silver of any provider is new", AssetAny(*SILVER.values())):
    gold()

with dag("movies_leftovers", "What no provider's DAG looks at: misplaced files, orders to retire", "@daily"):
    movies("process_leftovers", "ingest", "ingest --once") >> gold()

with dag("movies_all", "By hand: whatever every provider has delivered, then gold", None):
    [branch(contract, cadence=None) for contract in CONTRACTS] >> gold()
