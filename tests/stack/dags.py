"""Airflow as people and programs reach it: its API with somebody's rights, and what runs have become of."""

from typing import Any

import requests

from tests.stack.support import Stack

PROFILE = ("--profile", "airflow")
SERVICES = ("airflow-api", "airflow-scheduler", "airflow-triggerer", "airflow-dag-processor")


class Airflow:
    """Airflow's API as a user, or as nobody."""

    def __init__(self, stack: Stack, user: str | None = None) -> None:
        self.base = f"http://localhost:{stack.airflow_port}"
        self.session = requests.Session()
        if user:
            login = {"username": user, "password": stack.credentials["airflow"][user]}
            token = self.session.post(f"{self.base}/auth/token", json=login, timeout=60).json()["access_token"]
            self.session.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str) -> requests.Response:
        return self.session.get(f"{self.base}/api/v2/{path}", timeout=60)

    def edges(self, dag: str) -> dict[str, list[str]]:
        """The tasks of a DAG, with those that come after each."""
        return {task["task_id"]: task["downstream_task_ids"] for task in self.get(f"dags/{dag}/tasks").json()["tasks"]}

    def runs(self, dag: str, state: str) -> list[str]:
        """Names of the runs that are in this state, the newest last."""
        found: list[dict[str, Any]] = self.get(f"dags/{dag}/dagRuns?limit=100&order_by=id").json()["dag_runs"]
        return [run["dag_run_id"] for run in found if run["state"] == state]

    def log(self, dag: str, run: str, task: str) -> str:
        """What the first try of a task has written."""
        return self.get(f"dags/{dag}/dagRuns/{run}/taskInstances/{task}/logs/1").text

    def is_paused(self, dag: str) -> bool:
        return bool(self.get(f"dags/{dag}").json()["is_paused"])

    def resume(self, dag: str) -> None:
        answer = self.session.patch(f"{self.base}/api/v2/dags/{dag}", json={"is_paused": False}, timeout=60)
        assert answer.ok, answer.text
