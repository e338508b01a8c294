"""The dashboards of the profile `bi`: drawn in a browser, and closed to everybody whom they are not for."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from movies_lakehouse.lake.stack import StackLake
from movies_lakehouse.outputs.dashboards.assets import FOLDER
from movies_lakehouse.outputs.dashboards.export import export
from tests.browser.chromium import chromium
from tests.journey.support import CRITIC, call
from tests.stack.dashboards import DOWN, UP, Api, Seen, chart_titles, provision, titles_by_id
from tests.stack.providing import Provider, built
from tests.stack.support import Stack
from tests.stack.test_access_secrets import leaks

UNFILTERED = "Which providers know how many movies (all of them, whatever is filtered)"
EVERY_MOVIE = "Every movie with its figures and the provider of each"
DENIED = 403
# What each dashboard must show, asked of the lake itself.
TOLD = {
    "data-quality": [
        "select file from bronze.deliveries where status = 'quarantined' order by loaded_at desc limit 1",
        "select expected from gold.rejected_by_rule limit 1",
        "select format('$%,.0f', cast(max(other_value) as double)) from gold.provider_conflicts",
    ],
    "operations": ["select format('%.1f s', seconds) from gold.builds order by number desc limit 1"],
}


@pytest.fixture(scope="module")
def superset(stack: Stack, stack_lake: StackLake) -> Iterator[Stack]:
    """With a value that is rejected and a file in quarantine, so that every chart has something to show."""
    provider = Provider(stack)
    provider.put_text("rejected.csv", CRITIC + "Rejected,2009,101,8.7,298\n")
    provider.put_text("quarantined.csv", "no,header\n")
    stack.compose(*UP)
    provider.wait()
    built(stack_lake)
    yield stack
    stack.compose(*DOWN)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def viewer(superset: Stack) -> Api:
    return Api(superset, "viewer")


@pytest.fixture(scope="module")
def editor(superset: Stack) -> Api:
    return Api(superset, "editor")


@contextmanager
def seen_by_viewer(superset: Stack, browser: Browser, slug: str) -> Iterator[Seen]:
    """A dashboard as a viewer has it before them."""
    context = browser.new_context(viewport={"width": 1366, "height": 3200})
    seen = Seen(context.new_page(), f"http://localhost:{superset.superset_port}")
    seen.watch()
    seen.log_in("viewer", superset.credentials["superset"]["viewer"])
    seen.open(slug)
    yield seen
    context.close()


@pytest.fixture(scope="module")
def seen(superset: Stack, browser: Browser) -> Iterator[Seen]:
    with seen_by_viewer(superset, browser, "movies") as seen:
        yield seen


# ------------------------------------------------ in a browser


def test_a_viewer_sees_every_chart_with_data(seen: Seen, viewer: Api) -> None:
    titles = titles_by_id(viewer, "movies")
    assert {titles[chart] for chart, rows in seen.rows.items() if rows > 0} == chart_titles("movies")
    assert seen.errors == []
    assert seen.page.locator(".ant-alert-error").count() == 0
    assert seen.page.locator("canvas").count() >= 6


def test_what_is_not_known_is_named(seen: Seen) -> None:
    assert seen.page.get_by_text("marketing spend unknown").count() > 20
    assert seen.page.get_by_text("budget unknown").count() > 0


def test_nothing_is_wider_than_a_small_window(seen: Seen) -> None:
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 1366


def test_nothing_comes_from_another_host(seen: Seen, superset: Stack) -> None:
    assert seen.hosts == {f"localhost:{superset.superset_port}"}


def test_a_year_is_chosen_for_every_chart_but_the_one_that_says_so(seen: Seen, viewer: Api) -> None:
    titles = titles_by_id(viewer, "movies")
    seen.rows.clear()
    seen.sql.clear()
    seen.page.get_by_role("combobox", name="NATIVE_FILTER-release_year").click(force=True)
    seen.page.keyboard.type("2019")
    seen.page.locator(".ant-select-item-option", has_text="2019").click()
    seen.page.keyboard.press("Escape")
    seen.page.click("[data-test=filter-bar__apply-button]")
    seen.wait("movies", lambda: len(seen.rows) == len(chart_titles("movies")) - 1)
    assert {titles[chart] for chart, sql in seen.sql.items() if "2019" in sql} == chart_titles("movies") - {UNFILTERED}
    assert {titles[chart]: rows for chart, rows in seen.rows.items()}[EVERY_MOVIE] == 1
    assert seen.page.get_by_text("Toy Story 4").count() > 0
    assert seen.page.get_by_text("Toy Story 3").count() == 0


@pytest.mark.parametrize("slug", TOLD)
def test_a_viewer_sees_every_chart_of_the_other_dashboards_with_data(
    superset: Stack, browser: Browser, viewer: Api, slug: str
) -> None:
    with seen_by_viewer(superset, browser, slug) as seen:
        titles = titles_by_id(viewer, slug)
        assert {titles[chart] for chart, rows in seen.rows.items() if rows > 0} == chart_titles(slug)
        assert seen.errors == []
        assert seen.page.locator(".ant-alert-error").count() == 0
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 1366
        for query in TOLD[slug]:
            [[told]] = superset.sql("analyst", query)
            assert seen.page.get_by_text(told).count() > 0, query


# ------------------------------------------------ who may do what


@pytest.mark.parametrize("path", ["database/", "dataset/", "security/users/", "dashboard/export/?q=!(1)", "log/"])
def test_a_viewer_may_look_at_dashboards_only(viewer: Api, path: str) -> None:
    assert viewer.get("dashboard/movies").ok
    assert viewer.get(path).status_code == DENIED


def test_a_viewer_has_no_sql_lab(viewer: Api) -> None:
    assert viewer.sql("select 1").status_code == DENIED


def test_an_editor_asks_gold_and_trino_refuses_the_rest(editor: Api, superset: Stack) -> None:
    count = "select count(*) as movies from gold.movies_unified"
    [[movies]] = superset.sql("bi", count)
    assert editor.sql(count).json()["data"] == [{"movies": movies}]
    assert editor.sql("select count(*) as files from bronze.deliveries").ok
    for table in ("silver.movies", "bronze.critic_agg", 'gold."movies_unified$files"'):
        answer = editor.sql(f"select * from {table}")
        assert not answer.ok and "Access Denied" in answer.text, table


def test_an_editor_points_to_no_other_database(editor: Api) -> None:
    other = {"database_name": "other", "sqlalchemy_uri": "trino://bi@elsewhere:8443/lake"}
    assert editor.post("database/", other).status_code == DENIED


def test_nobody_sees_anything_without_logging_in(superset: Stack) -> None:
    nobody = Api(superset)
    assert nobody.get("dashboard/movies").status_code >= 400
    assert nobody.sql("select 1").status_code >= 400


def test_one_setting_shows_dashboards_to_everybody_and_takes_that_back(superset: Stack) -> None:
    nobody = Api(superset)
    provision(superset, DASHBOARDS_ANONYMOUS="true")
    assert nobody.get("dashboard/movies").ok
    assert nobody.get("database/").status_code >= 400
    provision(superset)
    assert nobody.get("dashboard/movies").status_code >= 400


def test_supersets_database_holds_no_secret_and_reaches_no_other(superset: Stack) -> None:
    dump = superset.exec("postgres", "pg_dump", "-U", "postgres", "superset")
    assert "Lakehouse" in dump
    assert leaks(superset, dump) == []
    for role, database in (("superset", "catalog"), ("catalog", "superset")):
        query = f"select has_database_privilege('{role}', '{database}', 'connect')"
        assert superset.exec("postgres", "psql", "-qAt", "-U", "postgres", "-c", query).strip() == "f"


def test_superset_knows_no_secret_that_is_not_its_own(superset: Stack) -> None:
    known = superset.exec("superset", "sh", "-c", "cat /secrets/*")
    assert set(leaks(superset, known)) == {"superset_secret_key", "postgres_superset", "trino_bi"}
    assert leaks(superset, superset.log("superset") + superset.log("superset-provision")) == []


# ------------------------------------------------ assets are code


def test_what_was_changed_in_superset_comes_back_as_a_small_change(superset: Stack, tmp_path: Path) -> None:
    copy = tmp_path / "dashboards"
    shutil.copytree(FOLDER, copy)
    assert export(copy) == {}
    admin = Api(superset, "admin")
    (chart,) = (number for number, title in titles_by_id(admin, "movies").items() if title == EVERY_MOVIE)
    assert admin.put(f"chart/{chart}", {"slice_name": "All of them"}).ok
    assert export(copy) == {"charts/every_movie.yaml": "changed"}
    before = (FOLDER / "charts" / "every_movie.yaml").read_text().splitlines()
    after = (copy / "charts" / "every_movie.yaml").read_text().splitlines()
    assert set(after) - set(before) == {"slice_name: All of them"}
    assert len(after) == len(before)
    provision(superset)
    assert set(titles_by_id(admin, "movies").values()) == chart_titles("movies")


def test_a_wrong_asset_is_named_and_takes_nothing_away(superset: Stack, viewer: Api) -> None:
    spoil = "sed 's/^viz_type:.*/viz_type: [a, b]/' /dashboards/charts/movies.yaml"
    said = superset.compose(
        *("--profile", "bi", "run", "--rm", "--no-deps", "-T", "--entrypoint", "sh", "superset-provision", "-c"),
        f"cp -r /dashboards /tmp/d && {spoil} > /tmp/d/charts/movies.yaml && "
        "python -c \"import provision, pathlib; provision.ASSETS = pathlib.Path('/tmp/d'); provision.main()\" 2>&1; "
        "test $? = 1",
    )
    assert "charts/movies.yaml" in said.splitlines()[-1]
    assert set(titles_by_id(viewer, "movies").values()) == chart_titles("movies")


def test_the_doctor_knows_superset(superset: Stack) -> None:
    found = call("--lake", str(superset.folder / "host"), "--runtime", "stack", "doctor", "--json").json()
    told = {each["what"]: (each["state"], each["remedy"]) for each in found}
    assert told[f"{superset.project}-superset-1"] == ("healthy", "")
    assert told[f"{superset.project}-superset-provision-1"] == ("exited", "")
