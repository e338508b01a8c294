"""What Superset answers becomes files again: the same ones, unless a person changed something."""

import json
import shutil
from pathlib import Path

import pytest

from movies_lakehouse.outputs.dashboards.assets import FOLDER, Asset, read_assets, text_of
from movies_lakehouse.outputs.dashboards.export import write
from movies_lakehouse.outputs.dashboards.normal import normal

CHART, DASHBOARD = "charts/every_movie.yaml", "dashboards/movies.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "dashboards"
    shutil.copytree(FOLDER, copy)
    return copy


def as_stored(name: str, asset: Asset) -> tuple[str, Asset]:
    """An asset as Superset 6.1 exports it: numbers of its database, keys without a value, an order of its own."""
    stored: Asset = json.loads(json.dumps(dict(reversed(asset.items()))))
    stored |= {"cache_timeout": asset.get("cache_timeout"), "certified_by": None, "tags": [], "css": ""}
    for key in ("columns", "metrics"):
        if key in stored:
            stored[key] = [each | {"extra": {}, "warning_text": None} for each in reversed(stored[key])]
    if "slice_name" in stored:
        stored["params"] |= {"datasource": "7__table", "slice_id": 42, "url_params": {}, "annotation_layers": []}
        query = json.loads(stored["query_context"])
        query |= {"datasource": {"id": 7, "type": "table"}, "form_data": stored["params"]}
        stored["query_context"] = json.dumps(query)
    if "position" in stored:
        renumber(stored)
    return name.replace(".yaml", "_42.yaml"), stored


def renumber(dashboard: Asset) -> None:
    for place in dashboard["position"].values():
        if isinstance(place, dict) and "chartId" in place.get("meta", {}):
            place["meta"]["chartId"] += 700
    for each in dashboard["metadata"]["native_filter_configuration"]:
        each["scope"]["excluded"] = [number + 700 for number in each["scope"]["excluded"]]
        each["chartsInScope"] = [701, 702]
    dashboard["metadata"] |= {"shared_label_colors": ["a"], "chart_configuration": {"701": {}}}


def stored() -> dict[str, Asset]:
    return dict(as_stored(name, asset) for name, asset in read_assets().items() if name != "metadata.yaml")


def found_as(name: str) -> str:
    return name.replace(".yaml", "_42.yaml")


def texts(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.yaml")}


def test_files_are_in_the_form_that_export_writes() -> None:
    for name, text in texts(FOLDER).items():
        assert text_of(normal(read_assets()[name])) == text, name


def test_without_a_change_no_file_is_touched(folder: Path) -> None:
    before = texts(folder)
    assert write(folder, stored()) == {}
    assert texts(folder) == before


def test_a_changed_title_is_one_changed_line(folder: Path) -> None:
    found = stored()
    found[found_as(CHART)]["slice_name"] = "All movies"
    assert write(folder, found) == {CHART: "changed"}
    before, after = (FOLDER / CHART).read_text().splitlines(), (folder / CHART).read_text().splitlines()
    assert [line for line in after if line not in before] == ["slice_name: All movies"]
    assert len(after) == len(before)


def test_a_new_chart_is_a_file_named_by_what_it_is(folder: Path) -> None:
    found = stored()
    own = {"slice_name": "Newest", "uuid": "00000000-0000-0000-0000-000000000000"}
    found["charts/Newest_movies_57.yaml"] = found[found_as(CHART)] | own
    assert write(folder, found) == {"charts/newest_movies.yaml": "new"}
    assert "slice_name: Newest\n" in (folder / "charts" / "newest_movies.yaml").read_text()


def test_what_was_deleted_in_superset_is_deleted_here(folder: Path) -> None:
    found = stored()
    del found[found_as(CHART)]
    assert write(folder, found) == {CHART: "gone"}
    assert not (folder / CHART).exists()


def test_a_filter_that_leaves_out_another_chart_is_seen(folder: Path) -> None:
    found = stored()
    found[found_as(DASHBOARD)]["metadata"]["native_filter_configuration"][0]["scope"]["excluded"].append(701)
    assert write(folder, found) == {DASHBOARD: "changed"}
