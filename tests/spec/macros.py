"""Render the dbt project's macros without dbt, so that a spec runs the very SQL that the models run."""

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, StrictUndefined

FOLDER = Path(__file__).parents[2] / "dbt" / "macros"
ONE_MACRO = re.compile(r"\{%-?\s*macro\s+(?P<name>\w+).*?\{%-?\s*endmacro\s*-?%\}", re.DOTALL)


class Returned(Exception):
    """What a macro hands to `return()`."""

    def __init__(self, value: object) -> None:
        self.value = value


def macros(engine: str) -> dict[str, Callable[..., Any]]:
    """Every macro of the project as a function that gives its SQL for the engine (`duckdb`, `trino`)."""
    known: dict[str, Callable[..., Any]] = {}
    jinja = Environment(extensions=["jinja2.ext.do"], undefined=StrictUndefined)
    jinja.globals.update(
        {
            "return": _return,
            "config": lambda **_: "",
            "adapter": SimpleNamespace(dispatch=lambda name, _package: jinja.globals[f"{engine}__{name}"]),
            "model": {"unique_id": "model.movies.stg_spec"},
            "keep": known.__setitem__,
        }
    )
    sources = {
        found["name"]: found[0]
        for path in FOLDER.rglob("*.sql")
        for found in ONE_MACRO.finditer(path.read_text("utf-8"))
    }
    jinja.globals.update({name: _catching(known, name) for name in sources})
    for name, source in sources.items():
        # A template of its own: macros then find each other in the globals, where `return` is caught.
        jinja.from_string(f"{source}{{% do keep('{name}', {name}) %}}").render()
    return {name: _catching(known, name) for name in sources}


def _return(value: object) -> None:
    raise Returned(value)


def _catching(known: dict[str, Callable[..., Any]], name: str) -> Callable[..., Any]:
    def call(*args: object, **named: object) -> Any:
        try:
            return known[name](*args, **named).strip()
        except Returned as returned:
            return returned.value

    return call
