"""Imported once, by the server that children are forked from: what would take each of them several seconds."""

import tempfile
from pathlib import Path

import tests.journey.children  # noqa: F401
from lakehouse.dbt_run import parsed, project_fingerprint

with tempfile.TemporaryDirectory() as work:
    parsed(Path(work), project_fingerprint())
