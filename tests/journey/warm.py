"""Imported once, by the server that children are forked from: what would take each of them several seconds."""

import shutil
import tempfile
from pathlib import Path

import tests.journey.children  # noqa: F401
from movies_lakehouse.build import dbt_runner

with tempfile.TemporaryDirectory() as work:
    if dbt_runner.PARSED_AT_SETUP.exists():
        shutil.copy(dbt_runner.PARSED_AT_SETUP, work)
    # dbt's static parser would leave threads behind, which a fork does not take along and a child would wait for.
    project = dbt_runner.invoke(Path(work), "embedded", "parse", "--no-static-parser").result
assert project, "the project cannot be read"
dbt_runner.MANIFESTS[dbt_runner.project_fingerprint("embedded")] = project
