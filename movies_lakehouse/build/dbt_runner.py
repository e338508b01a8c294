"""Runs dbt in this process: parses the project, builds and tests silver and gold.

`python -m movies_lakehouse.build.dbt_runner` parses the project once at set-up, so that no first build has to.
"""

import errno
import hashlib
import json
import logging
import os
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any

from ingest.common.errors import MoviesError, Unreachable
from movies_lakehouse.build.seeds import check_seeds
from movies_lakehouse.checkout import DBT_PROJECT
from movies_lakehouse.lake.trino_errors import outage

PROJECT = DBT_PROJECT
# Only a checkout has it. dbt uses it only if it was parsed for the same target.
PARSED_AT_SETUP = PROJECT / "target" / "partial_parse.msgpack"
# dbt-duckdb takes the catalog's name from the path's last part, and DuckDB calls every database in memory `memory`.
DATABASE = ":memory:/memory"
# The packages that compute what a target's tables hold.
ENGINES = {"embedded": ("dbt-core", "dbt-duckdb", "duckdb"), "stack": ("dbt-core", "dbt-trino")}
# Nobody reads what dbt writes down about itself, which takes a tenth of a small build.
QUICKER = "--no-write-json"
MANIFESTS: dict[str, Any] = {}
ONE_AT_A_TIME = Lock()


@dataclass(frozen=True)
class Built:
    """A table that dbt built, as `layer.table`, with the descriptions of it and its columns, and its query."""

    name: str
    about: str
    columns: dict[str, str]
    sql: str


@dataclass(frozen=True)
class Finding:
    """A data test that found rows it should not find; `sql` selects them."""

    test: str
    rows: int
    sql: str


@dataclass(frozen=True)
class DbtOutcome:
    built: list[Built]
    tests: int
    failed: list[Finding]
    warned: list[Finding]


def dbt_build(
    work: Path, target: str, selection: list[str], variables: dict[str, Any], with_tests: bool = True
) -> DbtOutcome:
    """
    Build and test every model, or those of dbt's `selection`; target `embedded` in DATABASE, which must be open.

    `variables` are the project's; dbt keeps its own files in `work`. MoviesError when a model cannot be built,
    Unreachable when that is for a service that was away; failed data tests are in the outcome.
    """
    # Imported here because that takes longer than all the rest of a run with nothing to build.
    from dbt.artifacts.schemas.run import RunExecutionResult

    check_seeds(PROJECT)
    # Every table is made or replaced by one statement, whatever is there: dbt need not list the schemas first.
    options = [QUICKER, "--exclude-resource-type", "unit_test", "--no-populate-cache"]
    options += ["--vars", json.dumps(variables)]
    options += ["--select", *selection] if selection else []
    options += [] if with_tests else ["--indirect-selection", "empty"]
    answer = invoke(work, target, "build", *options, manifest=parsed(work, target))
    if not isinstance(answer.result, RunExecutionResult):
        raise failure(target, [("", answer.exception)])
    results: list[Any] = list(answer.result.results)
    if errors := [(f"{each.node.name}: ", each.message) for each in results if str(each.status) == "error"]:
        raise failure(target, errors)
    tests = [result for result in results if result.node.resource_type == "test"]
    return DbtOutcome(
        built=[built(result.node) for result in results if result.node.resource_type == "model"],
        tests=len(tests),
        failed=[finding(result) for result in tests if str(result.status) == "fail"],
        warned=[finding(result) for result in tests if str(result.status) == "warn"],
    )


def compiled(work: Path, target: str) -> dict[str, str]:
    """The SQL of every model, by layer.table; the database must be open. MoviesError when dbt cannot compile it."""
    answer = invoke(work, target, "compile", QUICKER, "--select", "resource_type:model", manifest=parsed(work, target))
    if not answer.success:
        raise MoviesError(f"dbt: {one_line(answer.exception)}")
    models = [each.node for each in answer.result.results if each.node.resource_type == "model"]
    return {published_name(node): node.compiled_code for node in models}


def failure(target: str, errors: list[tuple[str, object]]) -> MoviesError:
    """What to raise for dbt's errors, each with the node before it: an outage, if there is one, else the first."""
    said = [(node, one_line(error)) for node, error in errors]
    # DuckDB depends on no service; its errors may quote a title that sounds like an outage.
    for node, text in said if target == "stack" else []:
        if who := outage(text):
            return Unreachable(f"dbt: {node}{who} was away ({text})")
    node, text = said[0]
    return MoviesError(f"dbt: {node}{text}")


def parsed(work: Path, target: str) -> Any:
    """The project as dbt understands it, read once a process: that takes longer than building a small lake."""
    fingerprint = project_fingerprint(target)
    with ONE_AT_A_TIME:
        if fingerprint not in MANIFESTS:
            # With set-up's result dbt parses only what has changed since, ten times as fast.
            if PARSED_AT_SETUP.exists() and not (work / PARSED_AT_SETUP.name).exists():
                work.mkdir(parents=True, exist_ok=True)
                shutil.copy(PARSED_AT_SETUP, work)
            MANIFESTS[fingerprint] = parse(work, target, QUICKER)
    return MANIFESTS[fingerprint]


def parse(work: Path, target: str, *options: str) -> Any:
    answer = invoke(work, target, "parse", *options)
    if not answer.success:
        raise MoviesError(f"dbt: {one_line(answer.exception)}")
    return seeds_here(answer.result)


def seeds_here(manifest: Any) -> Any:
    """Seeds parsed before are named by where the project was then: another place, when a checkout has moved since."""
    for node in manifest.nodes.values():
        if node.resource_type == "seed":
            node.root_path = str(PROJECT)
    return manifest


def prepare(work: Path, target: str) -> None:
    """Import dbt and read the project in the background, while deliveries load; dbt_build then finds it done."""
    with suppress(Exception):  # dbt_build meets the same error, and tells it
        parsed(work, target)


def invoke(work: Path, target: str, *command: str, manifest: Any = None) -> Any:
    from dbt.cli.main import dbtRunner

    # On a full disk dbt's log cannot be written either, which Python would tell in hundreds of lines.
    logging.raiseExceptions = False
    return dbtRunner(manifest=manifest).invoke(
        [
            *(*command, "--target", target, "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)),
            *("--target-path", str(work), "--log-path", str(work), "--log-level", "none", "--log-level-file", "info"),
            *("--no-version-check", "--no-send-anonymous-usage-stats"),
        ]
    )


def built(node: Any) -> Built:
    columns = {name: column.description for name, column in node.columns.items()}
    return Built(published_name(node), one_line(node.description), columns, node.compiled_code)


def published_name(node: Any) -> str:
    """`layer.table` of a model or source: by its folder, since a model may be built elsewhere than it is published."""
    return f"{node.fqn[1]}.{node.name}"


def finding(result: Any) -> Finding:
    return Finding(result.node.name, result.failures, result.node.compiled_code)


def one_line(error: object) -> str:
    text = " ".join(str(error).split())
    return f"{text}; make room and run again, nothing is half done" if os.strerror(errno.ENOSPC) in text else text


def project_fingerprint(target: str) -> str:
    """Of all that decides, besides bronze, what silver and gold are: the project's files and the engine's versions."""
    digest = hashlib.sha256()
    for path in sorted(PROJECT.rglob("*")):
        inside = path.relative_to(PROJECT)
        if path.suffix in {".sql", ".yml", ".csv"} and not {"target", "logs", "analyses"} & set(inside.parts):
            digest.update(f"{inside}\0".encode() + path.read_bytes() + b"\0")
    for package in ENGINES[target]:
        digest.update(f"{package} {version(package)}\0".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    try:
        # With a manifest, which `make check` lints.
        parse(PARSED_AT_SETUP.parent, "embedded")
    except MoviesError as error:
        sys.exit(str(error))
