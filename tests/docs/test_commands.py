"""Commands, exit codes, settings and tables that the pages speak of are those that there are."""

import re
import shlex
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest
import yaml
from typer.core import TyperGroup
from typer.main import get_command

from ingest.common.errors import MoviesError
from ingest.common.settings import (
    AlertSettings,
    BuildSettings,
    KeepSettings,
    LandingSettings,
    LineageSettings,
    Settings,
    TrinoSettings,
)
from ingest.contracts import read_contracts, tables
from ingest.contracts.table import RESERVED_TABLES
from movies_lakehouse.build.dbt_runner import PROJECT
from movies_lakehouse.cli.endings import INTERRUPTED
from movies_lakehouse.cli.main import app
from movies_lakehouse.lake.builds import BUILDS
from movies_lakehouse.lake.layers import LAYERS
from movies_lakehouse.lake.renames import TABLES, UNPUBLISHED
from tests.docs.pages import PAGES, README, ROOT, blocks, code, commands, first_cells, text

# Typer's own: neither a wrong word nor a wrong option.
DONE, USAGE = 0, 2
# The provider of the one exists only there; the other tells what tables were called before.
REAL = [page for page in PAGES if page.name not in ("add-a-provider.md", "CHANGELOG.md")]


def verbs() -> TyperGroup:
    """The command's tree, with verbs that parse their arguments and do nothing."""
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    silence(group)
    return group


def silence(group: TyperGroup) -> None:
    for verb in group.commands.values():
        verb.callback = lambda **_: None
        if isinstance(verb, TyperGroup):
            silence(verb)


@pytest.mark.parametrize("line", sorted(set(chain(*(commands(page, "movies") for page in PAGES)))))
def test_movies_command_parses(line: str) -> None:
    words = shlex.split(line.partition(" > ")[0], comments=True)[1:]
    # A verb alone is spoken of rather than called.
    assert not verbs().main(words if len(words) > 1 else [*words, "--help"], "movies", standalone_mode=False)


def test_every_verb_is_in_the_readme() -> None:
    assert {cell.split()[1] for cell in first_cells(README, "command")} == verbs().commands.keys()


def test_make_targets_exist() -> None:
    known = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    shown = {line.split()[1] for page in PAGES for line in commands(page, "make")}
    assert {"demo", "test"} <= shown
    assert shown - known == set()


def test_exit_codes_are_those_of_the_errors() -> None:
    assert {int(cell) for cell in first_cells(README, "exit code")} == {
        DONE,
        USAGE,
        INTERRUPTED,
        *exit_codes(MoviesError),
    }


def exit_codes(error: type[MoviesError]) -> Iterator[int]:
    yield error.exit_code
    for kind in error.__subclasses__():
        yield from exit_codes(kind)


def test_variables_are_those_that_settings_reads() -> None:
    models = (Settings, TrinoSettings, LandingSettings, BuildSettings, KeepSettings, AlertSettings, LineageSettings)
    read = {str(field.validation_alias) for model in models for field in model.model_fields.values()}
    assert set(first_cells(README, "variable")) == read
    assert set(re.findall(r"MOVIES_\w+", text(README))) <= read


def test_tables_exist() -> None:
    bronze = {*tables(read_contracts()), *RESERVED_TABLES}
    models = {f"{path.parent.name}.{path.stem}" for path in PROJECT.glob("models/*/*.sql")}
    named = re.compile(r"\b(?:bronze|staging|matching|silver|gold)\.[a-z][a-z_]+(?!\w)")
    old = {page: {*TABLES, *UNPUBLISHED} if page.name == "CHANGELOG.md" else set() for page in REAL}
    shown = {name for page in REAL for each in code(page) for name in named.findall(each) if name not in old[page]}
    files = {name for name in shown if name.endswith((".sql", ".yml"))}
    assert shown - files - models - {f"bronze.{name}" for name in bronze} - {BUILDS} == set()


def test_output_shown_counts_models_and_tests_as_they_are() -> None:
    models = list(PROJECT.glob("models/*/*.sql"))
    published = [path for path in models if path.parent.name in LAYERS]
    described: list[dict[str, Any]] = [
        each for path in PROJECT.glob("models/*/*.yml") for each in yaml.safe_load(path.read_text()).get("models", [])
    ]
    generic = [test for each in described for test in (*each.get("data_tests", []), *column_tests(each))]
    tests = len(generic) + len(list(PROJECT.glob("tests/*.sql")))
    # In a new lake every published table differs from what was there before.
    said = f"  {len(models)} models built, {tests} data tests passed\n  {len(published)} tables published\n"
    assert said in "".join(blocks(README, ""))


def column_tests(model: dict[str, Any]) -> Iterator[Any]:
    for column in model.get("columns", []):
        yield from column.get("data_tests", [])
