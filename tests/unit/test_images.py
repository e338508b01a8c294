"""Every image installs what its code imports: nothing in a container adds a package later."""

import ast
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
OURS = {"aws", "ingest", "init", "movies_lakehouse"}
# Folder of each image, and the modules that its containers start.
IMAGES = {
    "aws": ["aws.functions"],
    "dbt": ["movies_lakehouse.build.service", "movies_lakehouse.outputs.alerts.service"],
    "ingest": ["ingest.service"],
    "init": ["init.__main__", "init.provision", "init.demo"],
}


@pytest.mark.parametrize("image", IMAGES)
def test_requirements_name_all_that_is_imported(image: str) -> None:
    lines = (ROOT / image / "requirements.in").read_text().split()
    named = {Requirement(line).name for line in lines}
    providers = {name: {canonicalize_name(each) for each in given} for name, given in packages_distributions().items()}
    imported = third_party(IMAGES[image])
    assert imported
    assert [name for name in sorted(imported) if not named & providers[name]] == []


def third_party(modules: list[str]) -> set[str]:
    """Packages of others that these modules import, and all of ours that they import in turn."""
    todo, seen, found = list(modules), set(), set()
    while todo:
        module = todo.pop()
        if module in seen or not (file := source_of(module)):
            continue
        seen.add(module)
        for name in imports(ast.parse(file.read_text(encoding="utf-8"))):
            top = name.partition(".")[0]
            if top in OURS:
                # Importing a.b.c runs a and a.b too.
                todo += [name.rsplit(".", cut)[0] for cut in range(name.count(".") + 1)]
            elif top not in sys.stdlib_module_names:
                found.add(top)
    return found


def source_of(module: str) -> Path | None:
    path = ROOT / module.replace(".", "/")
    return next((each for each in (path / "__init__.py", path.with_suffix(".py")) if each.exists()), None)


def imports(tree: ast.AST) -> Iterator[str]:
    """What a module imports anywhere, except what only a type checker sees."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names if node.module.split(".")[0] in OURS)
        yield from imports(node)
