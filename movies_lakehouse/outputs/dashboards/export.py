"""Brings assets back from a running Superset: only what a person changed shows in the files."""

import json
import re
import subprocess
from pathlib import Path

import yaml

from ingest.common.errors import Unreachable
from movies_lakehouse.lake.credentials import compose, told
from movies_lakehouse.outputs.dashboards.assets import FOLDER, Asset, read_assets, text_of
from movies_lakehouse.outputs.dashboards.normal import normal

ASK = ("--profile", "bi", "exec", "-T", "superset", "python", "export.py")
METADATA = "metadata.yaml"
# Superset puts the number that an asset has in its database at the end of the file's name.
NUMBER = re.compile(r"_\d+(?=\.yaml$)")


def export(folder: Path = FOLDER) -> dict[str, str]:
    """What was done to which file: `changed`, `new` or `gone`. Unreachable when Superset does not run here."""
    return write(folder, running())


def running() -> dict[str, Asset]:
    """Every asset of Superset by its own name for the file."""
    try:
        said = json.loads(compose(*ASK))
    except (OSError, subprocess.CalledProcessError, ValueError) as error:
        raise Unreachable(
            f"Superset cannot be asked ({told(error)}); start it: docker compose --profile bi up --wait"
        ) from None
    return {name: yaml.safe_load(text) for name, text in said.items() if name != METADATA}


def write(folder: Path, found: dict[str, Asset]) -> dict[str, str]:
    known = read_assets(folder)
    names = {asset["uuid"]: name for name, asset in known.items() if "uuid" in asset}
    changes = {}
    for own_name, asset in found.items():
        name = names.get(asset["uuid"]) or NUMBER.sub("", own_name).lower()
        new = normal(asset)
        if name not in known or normal(known[name]) != new:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text_of(new), encoding="utf-8")
            changes[name] = "changed" if name in known else "new"
    for uuid in names.keys() - {asset["uuid"] for asset in found.values()}:
        (folder / names[uuid]).unlink()
        changes[names[uuid]] = "gone"
    return dict(sorted(changes.items()))
