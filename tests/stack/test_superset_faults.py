"""Dashboards while Trino, Superset's own database or its files fail: what people read, and that it comes back."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from movies_lakehouse.outputs.dashboards.assets import FOLDER, read_assets
from movies_lakehouse.outputs.dashboards.export import export
from tests.stack.dashboards import DOWN, RUN, UP, Api, chart_titles, provision, seen_by_viewer
from tests.stack.providing import wait_until
from tests.stack.support import Stack, run

# A chart whose dataset is one whole table of gold.
SLUG, TITLE = "movies", "Which providers know how many movies (all of them, whatever is filtered)"
TABLE = "provider_coverage"
LONG = f"select known.* from gold.{TABLE} as known" + "".join(
    f" cross join unnest(sequence(1, 10000)) as of_{number} (n_{number})" for number in range(4)
)
DENIED = f"select known.* from gold.{TABLE} as known cross join (select max(movie_id) from silver.movies) as denied"
UUID = read_assets()[f"datasets/Lakehouse/{TABLE}.yaml"]["uuid"]
# What viewers read, as in superset/query_errors.py.
UNREACHABLE = "Trino does not answer. Superset is well; reload the page in a minute."
TOO_LONG = "The query took too long and was ended. Filter more, or look at less."
NOT_BUILT = "There is nothing to show yet. The next build makes this table; reload the page after it."
REFUSED = "Trino cannot answer this query. Whoever edits the chart sees why."
PASSWORD = "only for this test"
# What a dump of the metadata has to bring back, beside the assets, which are exported.
PEOPLE = """
    select 'user', u.username, r.name from ab_user u
        join ab_user_role ur on ur.user_id = u.id join ab_role r on r.id = ur.role_id order by 2, 3;
    select 'role', r.name, p.name, v.name from ab_role r
        join ab_permission_view_role pr on pr.role_id = r.id join ab_permission_view pv on pv.id = pr.permission_view_id
        join ab_permission p on p.id = pv.permission_id join ab_view_menu v on v.id = pv.view_menu_id order by 2, 3, 4;
    select 'dashboard', d.slug, r.name from dashboards d
        join dashboard_roles dr on dr.dashboard_id = d.id join ab_role r on r.id = dr.role_id order by 2, 3;
    select 'owner', d.slug, u.username from dashboards d
        join dashboard_user du on du.dashboard_id = d.id join ab_user u on u.id = du.user_id order by 2, 3;
    select 'chart', d.slug, s.uuid from dashboards d
        join dashboard_slices ds on ds.dashboard_id = d.id join slices s on s.id = ds.slice_id order by 2, 3;
"""
# The job is killed once it has brought datasets and charts, and no dashboard yet.
KILLED = """
import os, provision
whole = provision.import_assets
def half(admin):
    from superset.commands.importers.v1 import assets
    assets.import_dashboard = lambda *_, **__: os._exit(9)
    whole(admin)
provision.import_assets = half
provision.main()
"""
# What a file that was cut short, mixed up or lost makes the job say; each is tried in the database as it is.
DAMAGED = """
import json, pathlib, shutil, sys
import provision
from superset.app import create_app
files = pathlib.Path("/tmp/dashboards")
provision.ASSETS = files
said = {}
with create_app().app_context():
    from superset import security_manager as manager
    admin = manager.find_user(username="admin")
    for name, text in json.load(sys.stdin).items():
        shutil.rmtree(files, ignore_errors=True)
        shutil.copytree("/dashboards", files)
        (files / name).unlink() if text is None else (files / name).write_bytes(text.encode("latin-1"))
        try:
            provision.import_assets(admin)
        except SystemExit as stopped:
            said[name] = stopped.code
print(json.dumps(said))
"""
# The file, what it holds instead, and how the line begins.
DAMAGE = {
    "charts/movies.yaml": ("slice_name: Movies\nparams: {a: [1, 2\n", "charts/movies.yaml: line 3: "),
    "charts/gross_by_year.yaml": ("slice_name: 'Gross\n", "charts/gross_by_year.yaml: line 2: "),
    "charts/largest_gaps.yaml": ("slice_name: Caf\xe9\n", "charts/largest_gaps.yaml: cannot be read"),
    "charts/every_movie.yaml": ("", "charts/every_movie.yaml: this is no asset"),
    "datasets/Lakehouse/builds.yaml": ("- table_name\n", "Lakehouse/builds.yaml: this is no asset"),
    "datasets/Lakehouse/movies_unified.yaml": (None, "charts/average_audience.yaml needs "),
    "dashboards/movies.yaml": ("dashboard_title: Movies\n", "{'dashboards/movies.yaml': "),
    "metadata.yaml": (None, "IncorrectVersionError('Missing metadata.yaml')"),
}


@pytest.fixture(scope="module", autouse=True)
def started(superset: Stack) -> Iterator[None]:
    """Tests before may have taken it away, and what is wrong with it after these is nobody else's."""
    superset.compose(*UP)
    yield
    superset.compose(*DOWN)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The files, to which Superset's assets are compared."""
    return Path(shutil.copytree(FOLDER, tmp_path / "dashboards"))


def metadata(stack: Stack, statement: str) -> str:
    """What Superset's own database answers."""
    return stack.exec(
        "postgres", "psql", "-qAtU", "postgres", "-d", "superset", "-v", "ON_ERROR_STOP=1", "-c", statement
    )


def answers(stack: Stack) -> tuple[str, str]:
    """How the chart fails for a viewer, and for an editor."""
    viewer, editor = (Api(stack, user).chart(SLUG, TITLE) for user in ("viewer", "editor"))
    assert not viewer.ok and not editor.ok
    assert "Traceback" not in viewer.text
    return viewer.json()["message"], editor.json()["message"]


def people(stack: Stack) -> str:
    """Who may do and see what, and what each dashboard shows."""
    return metadata(stack, PEOPLE)


def drop(stack: Stack) -> None:
    """Superset's own database is gone, as on a new machine."""
    stack.compose("--profile", "bi", "stop", "superset")
    stack.exec("postgres", "dropdb", "-U", "postgres", "--force", "superset")


def healthy(stack: Stack) -> bool:
    [container] = stack.compose("ps", "--quiet", "superset").split()
    told = run(["docker", "inspect", "--format", "{{.State.Health.Status}} {{.RestartCount}}", container])
    return told.strip() == "healthy 0"


# ------------------------------------------------ Trino


@pytest.mark.parametrize(
    ("away", "back"),
    [
        pytest.param(("pause",), ("unpause",), id="paused"),
        pytest.param(("kill",), ("up", "--detach", "--no-build", "--no-deps", "--wait"), id="killed"),
    ],
)
def test_a_dashboard_says_that_trino_is_away_and_draws_itself_once_it_is_back(
    superset: Stack, browser: Browser, away: tuple[str, ...], back: tuple[str, ...]
) -> None:
    with seen_by_viewer(superset, browser, SLUG) as seen:
        superset.compose(*away, "trino")
        try:
            seen.pick_year("2001")
            errors = seen.page.locator(".ant-alert-error .ant-alert-description")
            # All but the one that the year does not reach.
            expect(errors).to_have_count(len(chart_titles(SLUG)) - 1, timeout=120_000)
            assert set(errors.all_inner_texts()) == {f"Error: {UNREACHABLE}"}
            assert healthy(superset)
        finally:
            superset.compose(*back, "trino")
        seen.page.reload()
        seen.wait(SLUG, lambda: len(seen.rows) == len(chart_titles(SLUG)))
        assert errors.count() == 0


def test_a_start_while_trino_is_away_blames_no_file(superset: Stack) -> None:
    superset.compose("pause", "trino")
    try:
        with pytest.raises(subprocess.CalledProcessError) as failed:
            provision(superset)
    finally:
        superset.compose("unpause", "trino")
    assert failed.value.stderr.splitlines()[-1].startswith("dashboards: Trino does not answer")


@pytest.fixture
def dataset(superset: Stack) -> Iterator[Callable[[str], None]]:
    """Changes fields of the chart's dataset, which then is as it was."""

    def change(fields: str) -> None:
        told = metadata(superset, f"update tables set {fields} where table_name = '{TABLE}' returning 'changed'")
        assert told == "changed\n"

    yield change
    metadata(superset, f"update tables set schema = 'gold', table_name = '{TABLE}', sql = null where uuid = '{UUID}'")


@pytest.mark.parametrize(
    ("fields", "seen_by_viewer", "seen_by_editor"),
    [
        (f"sql = '{DENIED}'", REFUSED, "Access Denied: Cannot select from"),
        ("sql = 'select * from silver.movies_of_nobody'", NOT_BUILT, "silver.movies_of_nobody"),
        ("table_name = 'not_built'", NOT_BUILT, "not_built"),
        ("schema = 'nothing'", NOT_BUILT, "nothing"),
        ("sql = 'select nonsense from silver.movies'", REFUSED, "nonsense"),
    ],
    ids=["denied", "unknown", "not built", "empty lake", "wrong"],
)
def test_a_viewer_reads_a_sentence_and_no_name(
    superset: Stack, dataset: Callable[[str], None], fields: str, seen_by_viewer: str, seen_by_editor: str
) -> None:
    dataset(fields)
    viewer, editor = answers(superset)
    assert viewer == f"Error: {seen_by_viewer}"
    assert seen_by_editor in editor


def test_a_query_that_takes_too_long_is_ended(superset: Stack, dataset: Callable[[str], None]) -> None:
    limit = (
        "update dbs set extra = replace(extra, '{}', '{}') where extra like '%query_max_run_time\": \"{}%' returning 1"
    )
    dataset(f"sql = '{LONG}'")
    assert metadata(superset, limit.format("30s", "3s", "30s")) == "1\n"
    try:
        viewer, editor = answers(superset)
    finally:
        metadata(superset, limit.format("3s", "30s", "3s"))
    assert viewer == f"Error: {TOO_LONG}"
    assert "time limit of 3.00s" in editor
    running = "select count(*) from system.runtime.queries where \"user\" = 'bi' and state = 'RUNNING'"
    wait_until(lambda: superset.sql("admin", running, "system") == [[0]])


# ------------------------------------------------ its own database


def test_a_start_takes_back_what_somebody_has_changed(
    superset: Stack, dataset: Callable[[str], None], copy: Path
) -> None:
    before = people(superset)
    dataset("sql = 'select 1 as one', description = 'mine', fetch_values_predicate = '1 = 0'")
    metadata(superset, "update slices set description = 'mine', cache_timeout = 1; delete from dashboard_slices")
    metadata(superset, "update table_columns set expression = '1' where column_name = 'movie_title'")
    metadata(superset, "delete from dashboard_roles; delete from slices where slice_name like 'Which%'")
    provision(superset)
    assert export(copy) == {}
    assert people(superset) == before


def test_a_dump_brings_back_everything(superset: Stack, copy: Path) -> None:
    admin = Api(superset, "admin")
    role = admin.post("security/roles/", {"name": "Kept"}).json()["id"]
    person = {"username": "kept", "first_name": "Ke", "last_name": "Pt", "email": "ke@example.invalid"}
    assert admin.post("security/users/", person | {"password": PASSWORD, "active": True, "roles": [role]}).ok
    before = people(superset)
    dump = superset.exec("postgres", "pg_dump", "-U", "postgres", "--create", "superset")
    drop(superset)
    superset.compose("exec", "-T", "postgres", "psql", "-qU", "postgres", "-v", "ON_ERROR_STOP=1", given=dump)
    superset.compose(*UP)
    assert export(copy) == {}
    assert people(superset) == before
    assert "|kept|Kept" in before
    assert Api(superset, "kept", PASSWORD)


def test_two_jobs_at_once_do_the_rest_of_one_that_was_killed(superset: Stack, copy: Path) -> None:
    drop(superset)
    with pytest.raises(subprocess.CalledProcessError) as killed:
        superset.compose(*RUN, "superset-provision", "python", "-c", KILLED)
    assert killed.value.returncode == 9
    assert metadata(superset, "select count(*) from dashboards") == "0\n"
    with ThreadPoolExecutor() as pool:
        one, other = pool.map(provision, [superset, superset])
    assert one == other
    superset.compose(*UP)
    assert export(copy) == {}
    assert people(superset).count("chart|movies|") == len(chart_titles("movies"))
    assert Api(superset, "viewer").chart(SLUG, TITLE).ok


# ------------------------------------------------ files


def test_damage_to_a_file_is_one_line_that_names_it(superset: Stack) -> None:
    before = people(superset)
    given = json.dumps({name: text for name, (text, _) in DAMAGE.items()})
    said = json.loads(
        superset.compose(*RUN, "superset-provision", "python", "-c", DAMAGED, given=given).splitlines()[-1]
    )
    assert said.keys() == DAMAGE.keys()
    for name, (_, expected) in DAMAGE.items():
        assert said[name].startswith(f"dashboards: {expected}"), said[name]
        assert "\n" not in said[name] and "object at" not in said[name]
    assert people(superset) == before
