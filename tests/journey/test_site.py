"""The page that `make docs` writes: every table, its columns and where they come from."""

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.contracts import read_contracts, tables
from movies_lakehouse.build.dbt_runner import PROJECT
from tests.journey.project import copy_project, in_project, replace_once

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    project = copy_project(tmp_path_factory.mktemp("site") / "project")
    done = in_project(project, "movies_lakehouse.outputs.docs_site")
    assert (done.exit_code, done.out, done.err) == (0, "documentation of the tables in build/docs/index.html\n", "")
    return (project / "build/docs/index.html").read_text(encoding="utf-8")


def part(page: str, label: str) -> Any:
    """What dbt knows and has put into its page: `manifest` (the project) or `catalog` (the database)."""
    start = page.index(f'{label}:{{"metadata"') + len(f"{label}:")
    return json.JSONDecoder().raw_decode(page, start)[0]


def relations(known: Any) -> dict[str, Any]:
    """Tables and seeds in a part of the page, by how their names end: `movies.movies_unified`, `bronze.critic_agg`."""
    nodes = {**known["nodes"], **known["sources"]}
    return {
        ".".join(name.split(".")[-2:]): node
        for name, node in nodes.items()
        if not name.startswith(("test.", "analysis."))
    }


def test_every_table_is_there(page: str) -> None:
    models = {f"movies.{path.stem}" for path in PROJECT.glob("models/*/*.sql")}
    assert models | {f"bronze.{name}" for name in tables(read_contracts())} <= relations(part(page, "catalog")).keys()


def test_every_column_has_a_type_and_a_description(page: str) -> None:
    described, typed = relations(part(page, "manifest")), relations(part(page, "catalog"))
    assert {name: list(table["columns"]) for name, table in described.items()} == {
        name: [column for column in table["columns"] if table["columns"][column]["type"]]
        for name, table in typed.items()
    }
    texts = [each["description"] for table in described.values() for each in (table, *table["columns"].values())]
    assert all(texts)


def test_lineage_leads_from_every_delivery_to_gold(page: str) -> None:
    parents = part(page, "manifest")["parent_map"]
    reached, ahead = set[str](), ["model.movies.movies_unified"]
    while ahead:
        reached.add(node := ahead.pop())
        ahead += parents[node]
    assert set(part(page, "manifest")["sources"]) <= reached


def test_the_page_asks_nothing_of_the_network(page: str) -> None:
    # Of all that it could load, only a script that counts its readers is elsewhere; the page skips it by this.
    assert part(page, "manifest")["metadata"]["send_anonymous_usage_stats"] is False


def test_what_dbt_does_not_understand_is_one_line(project: Path) -> None:
    replace_once(project / "dbt/models/silver/movies.sql", "ref('title_links')", "ref('same_movies')")
    done = in_project(project, "movies_lakehouse.outputs.docs_site")
    (line,) = done.err.splitlines()
    assert done.exit_code == 1
    assert line.startswith("movies: dbt: ") and "same_movies" in line
    assert not (project / "build").exists()
