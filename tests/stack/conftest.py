"""One stack for all tests of this folder: built and started once, and gone without a trace at the end."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from ingest.common.settings import TrinoEndpoint, settings
from movies_lakehouse.lake.stack import StackLake
from tests.browser.chromium import chromium
from tests.stack.dashboards import DOWN, UP, Api, Seen, seen_by_viewer
from tests.stack.own_stack import own_stack
from tests.stack.providing import Provider, built, deliver_hostile_titles, deliver_what_is_refused
from tests.stack.support import Stack


@pytest.fixture(scope="session")
def docker() -> None:
    """One line that says what is missing, instead of a failure for every test."""
    try:
        subprocess.run(["docker", "compose", "version"], check=True, capture_output=True)
        subprocess.run(["docker", "version"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.exit("tests/stack needs Docker with Compose 2.26 or newer, and its engine running", returncode=1)


@pytest.fixture(scope="session")
def stack(docker: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with own_stack(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture(scope="session")
def stack_lake(stack: Stack) -> StackLake:
    """The same stack as the command `movies --runtime stack` sees it."""
    return StackLake(settings(stack.folder, "stack"))


@pytest.fixture
def provider(stack: Stack) -> Provider:
    return Provider(stack).wait()


@pytest.fixture
def as_dbt(stack: Stack, stack_lake: StackLake, monkeypatch: pytest.MonkeyPatch) -> TrinoEndpoint:
    """This process signs in as the dbt service does."""
    stack_lake.rows("select 1 as one")  # made before the settings of another user
    endpoint = TrinoEndpoint("localhost", stack.trino_port, "dbt", stack.secrets["trino_dbt"], Path(stack.ca))
    monkeypatch.setenv("MOVIES_TRINO_HOST", endpoint.host)
    monkeypatch.setenv("MOVIES_TRINO_PORT", str(endpoint.port))
    monkeypatch.setenv("MOVIES_TRINO_PASSWORD", endpoint.password)
    monkeypatch.setenv("MOVIES_CA", str(endpoint.ca))
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):  # they would take the place of the stack's own
        monkeypatch.delenv(name, raising=False)
    return endpoint


@pytest.fixture(scope="session")
def superset(stack: Stack, stack_lake: StackLake) -> Iterator[Stack]:
    """With something to show on every chart: hostile titles, a value that is rejected, a file in quarantine."""
    deliver_hostile_titles(stack)
    deliver_what_is_refused(stack)
    stack.compose(*UP)
    built(stack_lake)
    yield stack
    stack.compose(*DOWN)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def viewer(superset: Stack) -> Api:
    return Api(superset, "viewer")


@pytest.fixture(scope="session")
def seen(superset: Stack, browser: Browser) -> Iterator[Seen]:
    """The dashboard Movies."""
    with seen_by_viewer(superset, browser, "movies") as seen:
        yield seen


@pytest.fixture(scope="session")
def editor(superset: Stack) -> Api:
    return Api(superset, "editor")


@pytest.fixture(scope="session")
def admin(superset: Stack) -> Api:
    return Api(superset, "admin")
