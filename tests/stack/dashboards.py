"""Superset as people and programs reach it: a browser's page, and its API with somebody's rights."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import requests
from playwright.sync_api import Page, Response

from movies_lakehouse.outputs.dashboards.assets import read_assets
from tests.stack.support import Stack

UP = ("--profile", "bi", "up", "--build", "--detach", "--wait")
DOWN = ("--profile", "bi", "rm", "--stop", "--force", "superset", "superset-provision")
DRAWN = """
titles => titles.every(title => document.body.innerText.includes(title))
    && !document.querySelector('[data-test="loading-indicator"], .loading')
"""


def provision(stack: Stack, **settings: str) -> str:
    """What the job says that brings Superset to what the files say."""
    given = [word for name, value in settings.items() for word in ("-e", f"{name}={value}")]
    return stack.compose("--profile", "bi", "run", "--rm", "--no-deps", "-T", *given, "superset-provision")


def chart_titles(slug: str) -> set[str]:
    """Titles of the charts of a dashboard."""
    assets = read_assets()
    titles = {asset["uuid"]: asset["slice_name"] for name, asset in assets.items() if name.startswith("charts/")}
    (dashboard,) = (asset for asset in assets.values() if asset.get("slug") == slug)
    shown = [
        place["meta"]["uuid"] for place in dashboard["position"].values() if "meta" in place and "uuid" in place["meta"]
    ]
    return {titles[uuid] for uuid in shown}


class Api:
    """Superset's API as a user, or as nobody."""

    def __init__(self, stack: Stack, user: str | None = None) -> None:
        self.base = f"http://localhost:{stack.superset_port}"
        self.session = requests.Session()
        # What every page has hidden in it, so that no other site can send its forms.
        page = self.session.get(f"{self.base}/login/", timeout=60).text
        (token,) = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        self.session.headers.update({"Referer": self.base, "X-CSRFToken": token})
        if user:
            login = {"username": user, "password": stack.credentials["superset"][user], "provider": "db"}
            token = self.post("security/login", login).json()["access_token"]
            self.session.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str) -> requests.Response:
        return self.session.get(f"{self.base}/api/v1/{path}", timeout=60)

    def post(self, path: str, body: Any) -> requests.Response:
        return self.session.post(f"{self.base}/api/v1/{path}", json=body, timeout=60)

    def put(self, path: str, body: Any) -> requests.Response:
        return self.session.put(f"{self.base}/api/v1/{path}", json=body, timeout=60)

    def sql(self, query: str) -> requests.Response:
        """What SQL Lab answers to a query on the lakehouse, whose number any asker may guess."""
        asked = {"database_id": 1, "sql": query, "schema": "gold", "catalog": "lake", "runAsync": False}
        return self.post("sqllab/execute/", asked)


@dataclass
class Seen:
    """A dashboard in a browser: `rows` by the title of a chart, and SQL with it, as the page was answered."""

    page: Page
    base: str
    hosts: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    rows: dict[int, int] = field(default_factory=dict)
    sql: dict[int, str] = field(default_factory=dict)

    def watch(self) -> None:
        self.page.on("response", self.note)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def note(self, response: Response) -> None:
        self.hosts.add(response.url.split("/")[2])
        if "/api/v1/chart/data" not in response.url:
            return
        form = json.loads(response.request.post_data or "{}").get("form_data", {})
        if form.get("slice_id"):
            answer = response.json()["result"][0]
            self.rows[form["slice_id"]], self.sql[form["slice_id"]] = answer["rowcount"], answer["query"]

    def log_in(self, user: str, password: str) -> None:
        self.page.goto(f"{self.base}/login/")
        self.page.fill("#username", user)
        self.page.fill("#password", password)
        self.page.click("[data-test=login-button], button[type=submit], input[type=submit]")
        self.page.wait_for_url(lambda url: "/login" not in url)

    def open(self, slug: str) -> None:
        """A dashboard, drawn whole; each in a page of its own, since on leaving one Superset stores its colours."""
        self.page.goto(f"{self.base}/superset/dashboard/{slug}/")
        self.wait(slug, lambda: len(self.rows) == len(chart_titles(slug)))

    def wait(self, slug: str, complete: Callable[[], bool]) -> None:
        """Until the page has drawn itself and was answered all that is expected."""
        self.page.wait_for_function(DRAWN, arg=sorted(chart_titles(slug)), timeout=120_000)
        for _ in range(240):
            if complete():
                return
            self.page.wait_for_timeout(500)
        raise AssertionError(f"still missing: {self.rows}")


def titles_by_id(api: Api, slug: str) -> dict[int, str]:
    found: list[dict[str, Any]] = api.get(f"dashboard/{slug}/charts").json()["result"]
    return {chart["id"]: chart["slice_name"] for chart in found}
