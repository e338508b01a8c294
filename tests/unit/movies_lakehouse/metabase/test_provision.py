"""Provisioning, against a server that keeps the recorded contract of Metabase's API."""

import shutil
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from threading import Thread

import pytest

from ingest.common.errors import MoviesError, Unreachable
from movies_lakehouse.outputs.dashboards.assets import FOLDER
from movies_lakehouse.outputs.metabase.api import Metabase
from movies_lakehouse.outputs.metabase.provision import DATABASE, provision
from tests.unit.movies_lakehouse.metabase.fake import FakeMetabase, Server, State

USER, PASSWORD, TRINO = "admin@movies.invalid", "a-password", "trinos-password"
BEST = "The ten movies with the best gross to budget"


@pytest.fixture
def state() -> State:
    return State(TRINO)


@pytest.fixture
def address(state: State) -> Iterator[str]:
    with Server(("127.0.0.1", 0), FakeMetabase) as server:
        server.state = state
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def dashboards(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "dashboards"))


def run(address: str, folder: Path = FOLDER, password: str = PASSWORD, trino: str = TRINO) -> list[str]:
    return provision(Metabase(address), USER, password, trino, folder)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def kept(state: State) -> list[object]:
    return deepcopy([state.users, state.database, state.card, state.dashboard])


def test_a_new_metabase_has_the_user_trino_and_the_dashboard(state: State, address: str) -> None:
    said = run(address)
    assert state.users == {USER: PASSWORD}
    [database] = state.database.values()
    assert database["details"]["host"] == "trino" and database["details"]["additional-options"].endswith("ca.pem")
    [dashboard] = state.dashboard.values()
    shown = [state.card[place["card_id"]]["name"] for place in dashboard["dashcards"]]
    assert len(shown) == len(set(shown)) == len(state.card) == 16
    assert said == [*(f"question {name!r}: new" for name in shown), "dashboard 'Movies': arranged"]


def test_every_filter_of_the_dashboard_reaches_a_tag_of_the_question(state: State, address: str) -> None:
    run(address)
    [dashboard] = state.dashboard.values()
    parameters = {each["id"] for each in dashboard["parameters"]}
    assert parameters == {"release_year", "budget_class", "providers", "movie_title"}
    for place in dashboard["dashcards"]:
        tags = state.card[place["card_id"]]["dataset_query"]["native"]["template-tags"]
        assert {(each["parameter_id"], each["target"][1][1]) for each in place["parameter_mappings"]} == {
            (name, name) for name in tags
        }


def test_a_second_run_changes_nothing(state: State, address: str) -> None:
    run(address)
    before = kept(state)
    state.asked.clear()
    assert run(address) == ["nothing has changed"]
    assert kept(state) == before
    # The password of Trino is given anew, as nobody can ask for the one that Metabase has; and each question is asked.
    assert set(state.writes()) == {"POST session", "PUT database/ID", "POST card/ID/query"}


def test_a_changed_question_is_updated_and_keeps_its_number(state: State, address: str, dashboards: Path) -> None:
    run(address)
    numbers = {card["name"]: number for number, card in state.card.items()}
    change(dashboards / "charts" / "best_gross_to_budget.yaml", '"row_limit": 10', '"row_limit": 20')
    assert run(address, dashboards) == [f"question {BEST!r}: changed"]
    assert "limit 20" in state.card[numbers[BEST]]["dataset_query"]["native"]["query"]
    assert {card["name"]: number for number, card in state.card.items()} == numbers


def test_a_question_that_moves_is_arranged_anew(state: State, address: str, dashboards: Path) -> None:
    run(address)
    change(dashboards / "dashboards" / "movies.yaml", "height: 86", "height: 100")
    assert run(address, dashboards) == ["dashboard 'Movies': arranged"]
    [dashboard] = state.dashboard.values()
    assert dashboard["dashcards"][-1]["size_y"] == 16


def test_what_somebody_deleted_comes_back(state: State, address: str) -> None:
    run(address)
    [number] = [number for number, card in state.card.items() if card["name"] == BEST]
    del state.card[number]
    assert run(address) == [f"question {BEST!r}: new", "dashboard 'Movies': arranged"]


def test_a_run_that_was_cut_short_is_made_good(state: State, address: str) -> None:
    run(address)
    before = kept(state)
    state.dashboard[max(state.dashboard)] = {"id": max(state.dashboard), "name": "Movies"}
    assert run(address) == ["dashboard 'Movies': arranged"]
    assert kept(state) == before


def test_a_new_password_of_trino_reaches_metabase(state: State, address: str) -> None:
    run(address)
    state.trino_password = "rotated"
    with pytest.raises(MoviesError, match="400 to PUT database"):
        run(address)
    assert run(address, trino="rotated") == ["nothing has changed"]


@pytest.mark.parametrize("before", [True, False])
def test_a_wrong_question_is_named(state: State, address: str, before: bool) -> None:
    if before:
        run(address)
    state.unknown = {"COUNT(roi)) as"}
    with pytest.raises(MoviesError, match=r"'Movies with a known return on spend' \(dashboards/charts/movies_with_roi"):
        run(address)


def test_a_chart_that_cannot_be_a_question_is_named_before_anything_is_asked(
    state: State, address: str, dashboards: Path
) -> None:
    change(dashboards / "charts" / "best_gross_to_budget.yaml", '"IS NOT NULL"', '"TEMPORAL_RANGE"')
    with pytest.raises(MoviesError, match=r"best_gross_to_budget\.yaml: .*the comparison TEMPORAL_RANGE"):
        run(address, dashboards)
    assert state.asked == []


@pytest.mark.parametrize(("kind", "name"), [("question", BEST), ("dashboard", "Movies"), ("database", DATABASE)])
def test_two_of_one_name_are_left_to_people(state: State, address: str, kind: str, name: str) -> None:
    run(address)
    there = {"question": state.card, "dashboard": state.dashboard, "database": state.database}[kind]
    [again] = [each for each in there.values() if each["name"] == name]
    there[999] = again | {"id": 999}
    before = kept(state)
    with pytest.raises(MoviesError, match=f"Metabase has 2 {kind}s named"):
        run(address)
    assert kept(state) == before


def test_a_password_that_somebody_changed_is_told(address: str) -> None:
    run(address)
    with pytest.raises(MoviesError, match="Metabase answers 401 to POST session"):
        run(address, password="another")


def test_a_metabase_that_is_not_there_is_told() -> None:
    with pytest.raises(Unreachable, match="Metabase cannot be asked for session/properties"):
        run("http://127.0.0.1:1")
