"""Superset's assets as files: read as they are, written in one form that keeps diffs small."""

import json
from pathlib import Path
from typing import Any

import yaml

from ingest.common.errors import BadContract
from ingest.common.yaml_file import read_yaml
from movies_lakehouse.checkout import ROOT

FOLDER = ROOT / "dashboards"
Asset = dict[str, Any]
# What an asset is comes first, what machines need last; the rest is in between by the alphabet.
FIRST = ("table_name", "column_name", "metric_name", "slice_name", "dashboard_title", "database_name", "verbose_name")
LAST = ("params", "query_context", "columns", "metrics", "metadata", "position")
VERY_LAST = ("dataset_uuid", "database_uuid", "uuid", "version")
LINE = 110


class Dumper(yaml.SafeDumper):
    """Text of several lines as several lines, and no anchors."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


Dumper.add_representer(str, text)


def read_assets(folder: Path = FOLDER) -> dict[str, Asset]:
    """Every asset by its path below the folder, such as charts/movies.yaml; BadContract where one is no mapping."""
    found = {path.relative_to(folder).as_posix(): read_yaml(path) for path in sorted(folder.rglob("*.yaml"))}
    if wrong := [name for name, asset in found.items() if not isinstance(asset, dict)]:
        raise BadContract(f"{folder.name}/{wrong[0]}: this is no asset of Superset; see docs/dashboards.md")
    return found


def text_of(asset: Asset) -> str:
    """An asset as its file has it: keys in one order, the query as indented JSON."""
    return yaml.dump(in_order(asset), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=LINE)


def in_order(value: Any) -> Any:
    if isinstance(value, list):
        return [in_order(each) for each in value]
    if not isinstance(value, dict):
        return value
    ordered = {key: in_order(value[key]) for key in sorted(value, key=place)}
    if isinstance(query := ordered.get("query_context"), str):
        ordered["query_context"] = json.dumps(json.loads(query), indent=1, sort_keys=True, ensure_ascii=False)
    return ordered


def place(key: str) -> tuple[int, int, str]:
    for rank, keys in ((0, FIRST), (2, LAST), (3, VERY_LAST)):
        if key in keys:
            return rank, keys.index(key), key
    return 1, 0, key
