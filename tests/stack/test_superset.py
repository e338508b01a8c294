"""The dashboards of the profile `bi`: drawn in a browser, and closed to everybody whom they are not for."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from movies_lakehouse.outputs.dashboards.assets import FOLDER
from movies_lakehouse.outputs.dashboards.export import export
from tests.journey.hostile_movies import FORMULA, QUOTES, SCRIPT, TITLES, TURNED
from tests.journey.support import call
from tests.stack.dashboards import DOWN, EVERY_MOVIE, Api, Seen, chart_titles, provision, seen_by_viewer, titles_by_id
from tests.stack.providing import HOSTILE_YEAR
from tests.stack.support import Stack
from tests.stack.test_access_secrets import leaks

UNFILTERED = "Which providers know how many movies (all of them, whatever is filtered)"
SCATTER = "Critics against audience"
# A table shows what Superset's sanitizer leaves of them, as text.
CLEANED = {SCRIPT: "<img src>document.title='broken'", QUOTES: """\"&gt;<b>It's & "that\""""}
SAFE_FORMULA = r"'=cmd\\|'/C calc'!A1"
DENIED = 403
OTHERS = """
    database/ dataset/ security/users/ security/roles/ rowlevelsecurity/ dashboard/export/?q=!(1) log/
""".split()
PASSWORD = "only for this test"
# Datasets that have movies, each with a chart of one row a movie.
RULED = {
    "movies_unified": ("movies", EVERY_MOVIE),
    "provider_conflicts": ("data-quality", "The twenty largest conflicts, with both figures"),
}
# What each dashboard must show, asked of the lake itself.
TOLD = {
    "data-quality": [
        "select file from bronze.deliveries where status = 'quarantined' order by loaded_at desc limit 1",
        "select expected from gold.rejected_by_rule limit 1",
        "select format('$%,.0f', cast(max(other_value) as double)) from gold.provider_conflicts",
    ],
    "operations": ["select format('%.1f s', seconds) from gold.builds order by number desc limit 1"],
}


@pytest.fixture(scope="module", autouse=True)
def gone_at_the_end(superset: Stack) -> Iterator[None]:
    """Later tests take the whole stack down, which Superset would be in the way of."""
    yield
    superset.compose(*DOWN)


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
    seen.choose_year("2019")
    assert {titles[chart] for chart, sql in seen.sql.items() if "2019" in sql} == chart_titles("movies") - {UNFILTERED}
    assert {titles[chart]: rows for chart, rows in seen.rows.items()}[EVERY_MOVIE] == 1
    assert seen.page.get_by_text("Toy Story 4").count() > 0
    assert seen.page.get_by_text("Toy Story 3").count() == 0


@pytest.fixture(scope="module")
def hostile(superset: Stack, browser: Browser) -> Iterator[Seen]:
    """The dashboard Movies with the hostile titles only."""
    with seen_by_viewer(superset, browser, "movies") as seen:
        seen.choose_year(HOSTILE_YEAR)
        yield seen


def test_titles_are_text_in_tables(hostile: Seen) -> None:
    rows = hostile.chart(EVERY_MOVIE).locator("tbody tr")
    assert {*rows.locator("td:first-child").all_text_contents()} == {CLEANED.get(title, title) for title in TITLES}
    assert hostile.page.locator("img[src=x], td b, td script").count() == 0
    assert hostile.page.title() == "Movies"
    cells = rows.filter(has_text=TURNED).locator("td")
    title, year = cells.nth(0).bounding_box(), cells.nth(1).bounding_box()
    assert title and year and title["x"] < year["x"]


def test_titles_are_text_in_tooltips(hostile: Seen) -> None:
    told = hostile.tooltips(SCATTER)
    assert {text.partition(" (")[2].removesuffix(")") for text in told} == {*TITLES}
    assert hostile.page.locator("img[src=x], span b, span script").count() == 0


def test_titles_are_text_in_files_and_no_formula(hostile: Seen) -> None:
    rows = hostile.csv(EVERY_MOVIE)
    assert {row["Movie"] for row in rows} == {*TITLES} - {FORMULA} | {SAFE_FORMULA}
    assert {row["Year"] for row in rows} == {HOSTILE_YEAR}


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


@pytest.mark.parametrize("path", OTHERS)
def test_a_viewer_may_look_at_dashboards_only(viewer: Api, path: str) -> None:
    assert viewer.get("dashboard/movies").ok
    assert viewer.get(path).status_code == DENIED


@pytest.mark.parametrize("path", ["chart/", "dashboard/", "dataset/", "rowlevelsecurity/"])
def test_a_viewer_makes_nothing(viewer: Api, path: str) -> None:
    assert viewer.post(path, {}).status_code == DENIED


def test_a_viewer_puts_no_query_of_their_own_into_a_chart(viewer: Api) -> None:
    other = {"label": "other", "expressionType": "SQL", "sqlExpression": "(SELECT MAX(movie_title) FROM silver.movies)"}
    answer = viewer.chart("movies", EVERY_MOVIE, columns=[other], orderby=[])
    assert not answer.ok and "sub-queries" in answer.text
    assert "silver" not in answer.text


def test_a_viewer_has_trino_describe_no_table(seen: Seen) -> None:
    """Its errors would be shown in Trino's own words."""
    answer = seen.page.request.get(f"{seen.base}/datasource/external_metadata/table/1/")
    assert answer.status == DENIED


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


def test_an_editor_sees_and_changes_what_files_say(editor: Api) -> None:
    dashboards = editor.get("dashboard/").json()["result"]
    assert {each["slug"] for each in dashboards} == {"movies", *TOLD}
    charts = editor.get("dashboard/movies/charts").json()["result"]
    (chart,) = (each for each in charts if each["slice_name"] == EVERY_MOVIE)
    for kind, number in (("chart", chart["id"]), ("dashboard", dashboards[0]["id"])):
        assert editor.put(f"{kind}/{number}", {"certified_by": ""}).ok, kind
    tables = editor.get("dataset/").json()["result"]
    assert editor.put(f"dataset/{tables[0]['id']}", {"cache_timeout": 300}).ok


def test_an_editor_points_to_no_other_database(editor: Api) -> None:
    other = {"database_name": "other", "sqlalchemy_uri": "trino://bi@elsewhere:8443/lake"}
    assert editor.post("database/", other).status_code == DENIED


def test_nobody_sees_anything_without_logging_in(superset: Stack) -> None:
    nobody = Api(superset)
    assert nobody.get("dashboard/movies").status_code >= 400
    assert nobody.sql("select 1").status_code >= 400


def test_a_role_sees_only_the_rows_of_its_rule(admin: Api, viewer: Api, superset: Stack) -> None:
    """What docs/dashboards.md does in Superset's pages, done through its API."""
    roles = {role["name"]: role["id"] for role in admin.get("security/roles/?q=(page_size:100)").json()["result"]}
    new = admin.post("security/roles/", {"name": "Since 2010"}).json()["id"]
    tables = [each["id"] for each in admin.get("dataset/").json()["result"] if each["table_name"] in RULED]
    rule = {"name": "Since 2010", "filter_type": "Regular", "roles": [new], "clause": "release_year >= 2010"}
    assert admin.post("rowlevelsecurity/", rule | {"tables": tables}).ok
    person = {"username": "recent", "first_name": "Re", "last_name": "Cent", "email": "re@example.invalid"}
    own = {"password": PASSWORD, "active": True, "roles": [roles["Viewer of dashboards"], new]}
    assert admin.post("security/users/", person | own).ok
    recent = Api(superset, "recent", PASSWORD)
    for slug, title in RULED.values():
        every, some = (who.chart(slug, title).json()["result"][0]["data"] for who in (viewer, recent))
        assert 0 < len(some) < len(every)
        assert {row["release_year"] >= 2010 for row in some} == {True}


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


def test_what_was_changed_in_superset_comes_back_as_a_small_change(superset: Stack, admin: Api, tmp_path: Path) -> None:
    copy = tmp_path / "dashboards"
    shutil.copytree(FOLDER, copy)
    assert export(copy) == {}
    (chart,) = (number for number, title in titles_by_id(admin, "movies").items() if title == EVERY_MOVIE)
    assert admin.put(f"chart/{chart}", {"slice_name": "All of them"}).ok
    assert export(copy) == {"charts/every_movie.yaml": "changed"}
    before = (FOLDER / "charts" / "every_movie.yaml").read_text().splitlines()
    after = (copy / "charts" / "every_movie.yaml").read_text().splitlines()
    assert set(after) - set(before) == {"slice_name: All of them"}
    assert len(after) == len(before)
    assert admin.put(f"chart/{chart}", {"slice_name": EVERY_MOVIE}).ok


def test_one_setting_shows_dashboards_to_everybody_and_takes_that_back(superset: Stack) -> None:
    nobody = Api(superset)
    provision(superset, "-e", "DASHBOARDS_ANONYMOUS=true")
    assert nobody.get("dashboard/movies").ok
    assert nobody.get("database/").status_code >= 400
    provision(superset)
    assert nobody.get("dashboard/movies").status_code >= 400


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
