"""Superset as people and programs reach it: a browser's page, and its API with somebody's rights."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import requests
from playwright.sync_api import Browser, Locator, Page, Response

from movies_lakehouse.outputs.dashboards.assets import read_assets
from tests.stack.support import Stack

UP = ("--profile", "bi", "up", "--build", "--detach", "--wait")
DOWN = ("--profile", "bi", "rm", "--stop", "--force", "superset", "superset-provision")
EVERY_MOVIE = "Every movie with its figures and the provider of each"
DRAWN = """
titles => titles.every(title => document.body.innerText.includes(title))
    && !document.querySelector('[data-test="loading-indicator"], .loading')
"""

# A place in each bubble of a canvas, below its legend: behind the first pixel of a colour that is near no other bubble.
BUBBLES = """
canvas => {
    const {width, height} = canvas, pixels = canvas.getContext('2d').getImageData(0, 0, width, height).data, found = []
    for (let y = 28; y < height; y++)
        for (let x = 0; x < width; x++) {
            const [red, green, blue] = pixels.slice(4 * (y * width + x), 4 * (y * width + x) + 3)
            const grey = Math.max(red, green, blue) - Math.min(red, green, blue) < 60
            if (!grey && !found.some(([a, b]) => Math.hypot(a - x, b - y) < 10)) found.push([x, y])
        }
    const scale = canvas.getBoundingClientRect().width / width
    return found.map(([x, y]) => [(x + 2) * scale, (y + 2) * scale])
}
"""

RUN = ("--profile", "bi", "run", "--rm", "--no-deps", "-T")


def provision(stack: Stack, *options: str) -> str:
    """What the job says that brings Superset to what the files say."""
    return stack.compose(*RUN, *options, "superset-provision")


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

    def __init__(self, stack: Stack, user: str | None = None, password: str | None = None) -> None:
        self.base = f"http://localhost:{stack.superset_port}"
        self.session = requests.Session()
        # What every page has hidden in it, so that no other site can send its forms.
        page = self.session.get(f"{self.base}/login/", timeout=60).text
        (token,) = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        self.session.headers.update({"Referer": self.base, "X-CSRFToken": token})
        if user:
            password = password or stack.credentials["superset"][user]
            login = {"username": user, "password": password, "provider": "db"}
            token = self.post("security/login", login).json()["access_token"]
            self.session.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str) -> requests.Response:
        return self.session.get(f"{self.base}/api/v1/{path}", timeout=60)

    def post(self, path: str, body: Any) -> requests.Response:
        return self.session.post(f"{self.base}/api/v1/{path}", json=body, timeout=60)

    def put(self, path: str, body: Any) -> requests.Response:
        return self.session.put(f"{self.base}/api/v1/{path}", json=body, timeout=60)

    def chart(self, slug: str, title: str, **changed: Any) -> requests.Response:
        """The answer to what a chart of a dashboard asks, past all that is remembered; parts of its query changed."""
        (asset,) = (each for each in read_assets().values() if each.get("slice_name") == title)
        charts = self.get(f"dashboard/{slug}/charts").json()["result"]
        (chart,) = (each for each in charts if each["slice_name"] == title)
        number, kind = chart["form_data"]["datasource"].split("__")
        asked = json.loads(asset["query_context"]) | {"force": True}
        asked["datasource"] = {"id": int(number), "type": kind}
        asked["form_data"] = {
            "slice_id": chart["id"],
            "dashboardId": self.get(f"dashboard/{slug}").json()["result"]["id"],
        }
        asked["queries"][0] |= changed
        return self.post("chart/data", asked)

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
        # Neither an error nor a file.
        has_rows = response.ok and "json" in response.headers.get("content-type", "")
        if "/api/v1/chart/data" not in response.url or not has_rows:
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

    def choose_year(self, year: str) -> None:
        """Of the dashboard Movies, with all charts that the year reaches drawn anew."""
        self.pick_year(year)
        self.wait("movies", lambda: len(self.rows) == len(chart_titles("movies")) - 1)

    def pick_year(self, year: str) -> None:
        """In the filter, and no other year."""
        self.rows.clear()
        self.sql.clear()
        if (clear := self.page.get_by_role("button", name="Clear all")).is_enabled():
            clear.click()
        self.page.get_by_role("combobox", name="NATIVE_FILTER-release_year").click(force=True)
        self.page.keyboard.type(year)
        self.page.locator(".ant-select-item-option", has_text=year).click()
        self.page.keyboard.press("Escape")
        self.page.click("[data-test=filter-bar__apply-button]")

    def open(self, slug: str) -> None:
        """A dashboard, drawn whole; each in a page of its own, since on leaving one Superset stores its colours."""
        self.page.goto(f"{self.base}/superset/dashboard/{slug}/")
        self.wait(slug, lambda: len(self.rows) == len(chart_titles(slug)))

    def chart(self, title: str) -> Locator:
        return self.page.locator(".dashboard-component-chart-holder", has_text=title).last

    def tooltips(self, title: str) -> set[str]:
        """What a chart of bubbles says of each of them."""
        canvas, said = self.chart(title).locator("canvas").first, set()
        tooltip = self.page.locator("div > span:has(+ table)")
        for x, y in canvas.evaluate(BUBBLES):
            for step in range(50):
                canvas.hover(position={"x": x, "y": y + step % 2}, force=True)
                self.page.wait_for_timeout(100)
                # That of the bubble before stays for a moment.
                if tooltip.count() and (text := tooltip.inner_text()) and text not in said:
                    said.add(text)
                    break
        return said

    def csv(self, title: str) -> list[dict[str, str]]:
        """The rows of a chart as its menu gives them to take along."""
        self.chart(title).get_by_role("button", name="More Options").click()
        self.page.get_by_text("Download", exact=True).hover()
        with self.page.expect_download() as download:
            self.page.get_by_text("Export to .CSV").click()
        return list(csv.DictReader(download.value.path().open(encoding="utf-8", newline="")))

    def wait(self, slug: str, complete: Callable[[], bool]) -> None:
        """Until the page has drawn itself and was answered all that is expected."""
        self.page.wait_for_function(DRAWN, arg=sorted(chart_titles(slug)), timeout=120_000)
        for _ in range(1200):
            if complete():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"still missing: {self.rows}")


def titles_by_id(api: Api, slug: str) -> dict[int, str]:
    found: list[dict[str, Any]] = api.get(f"dashboard/{slug}/charts").json()["result"]
    return {chart["id"]: chart["slice_name"] for chart in found}


@contextmanager
def seen_by_viewer(stack: Stack, browser: Browser, slug: str) -> Iterator[Seen]:
    """A dashboard as a viewer has it before them."""
    context = browser.new_context(viewport={"width": 1366, "height": 3200})
    seen = Seen(context.new_page(), f"http://localhost:{stack.superset_port}")
    seen.watch()
    seen.log_in("viewer", stack.credentials["superset"]["viewer"])
    seen.open(slug)
    yield seen
    context.close()
