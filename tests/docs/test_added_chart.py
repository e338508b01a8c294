"""The check leads through the five steps of docs/dashboards.md: after each it names what is still to be done."""

import shutil
from pathlib import Path

import pytest

from movies_lakehouse.outputs.dashboards.assets import FOLDER, read_assets
from movies_lakehouse.outputs.dashboards.check import problems
from movies_lakehouse.outputs.dashboards.gold import Gold, read_gold
from tests.docs import added_chart as steps


@pytest.fixture(scope="module")
def gold() -> Gold:
    return read_gold()


def test_each_step_leaves_less_to_do(tmp_path: Path, gold: Gold) -> None:
    folder = tmp_path / "dashboards"
    shutil.copytree(FOLDER, folder)
    unshown = f"{steps.CHART}: no dashboard shows it"
    steps.copy_a_chart(folder)
    assert problems(read_assets(folder), gold) == [unshown]
    steps.say_what_it_shows(folder)
    unknown = "metric 'oldest_year' is not in the dataset movies_unified"
    assert problems(read_assets(folder), gold) == [
        f"{steps.CHART}: params.metric: {unknown}",
        f"{steps.CHART}: query_context.metrics: {unknown}",
        unshown,
    ]
    steps.give_the_dataset_what_it_lacks(folder)
    assert problems(read_assets(folder), gold) == [unshown]
    steps.name_it_in_a_dashboard(folder)
    assert problems(read_assets(folder), gold) == []


def test_the_page_names_what_the_steps_do() -> None:
    section = steps.section()
    assert [line[0] for line in section.splitlines() if line[:2] in ("1.", "2.", "3.", "4.", "5.")] == list("12345")
    for named in (steps.TITLE, steps.UUID, steps.CHART, steps.MODEL, steps.DATASET, steps.DASHBOARD, "oldest_year"):
        assert named in section, named
