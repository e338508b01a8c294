"""The files of all assets, and what Superset's import leaves undone: it names no damaged file, and empties no field."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ingest.common.errors import BadContract
from ingest.common.yaml_file import read_yaml

Asset = dict[str, Any]


def read_bundle(folder: Path) -> dict[str, Asset]:
    """Every asset by its path below the folder; BadContract where a file is damaged."""
    return {path.relative_to(folder).as_posix(): asset_of(path) for path in sorted(folder.rglob("*.yaml"))}


def asset_of(path: Path) -> Asset:
    try:
        asset = read_yaml(path)
    except BadContract as error:
        raise BadContract(f"{path.parent.name}/{error}") from None
    if not isinstance(asset, dict):
        raise BadContract(f"{path.parent.name}/{path.name}: this is no asset of Superset")
    return asset


def texts(assets: dict[str, Asset]) -> dict[str, str]:
    """As Superset's import takes them."""
    return {name: yaml.safe_dump(asset) for name, asset in assets.items()}


def lacks(assets: dict[str, Asset]) -> Iterator[str]:
    """What half a bundle needs and does not have: a dashboard would be shown without such a chart, and no word said."""
    there = {asset.get("uuid") for asset in assets.values()}
    for name, asset in assets.items():
        places = [place.get("meta", {}) for place in asset.get("position", {}).values() if isinstance(place, dict)]
        needed = [asset.get("database_uuid"), asset.get("dataset_uuid"), *(place.get("uuid") for place in places)]
        yield from (f"{name} needs {uuid}, which no file here is" for uuid in needed if uuid and uuid not in there)


def whole(assets: dict[str, Asset], schemas: dict[str, Any]) -> dict[str, Asset]:
    """What a file leaves out as nothing: the import would keep what somebody has put there in Superset."""
    # A file of a database leaves out its secrets only.
    kinds = {kind: schema for kind, schema in schemas.items() if kind != "databases/"}
    return {name: completed(asset, kinds.get(f"{name.split('/')[0]}/")) for name, asset in assets.items()}


def completed(asset: Asset, schema: Any | None) -> Asset:
    from marshmallow import fields, missing

    if not schema:
        return asset
    blank = {name: field.dump_default for name, field in schema.fields.items() if field.allow_none}
    full = {name: None if value is missing else value for name, value in blank.items()} | asset
    for name, field in schema.fields.items():
        if full.get(name) and isinstance(field, fields.List) and isinstance(field.inner, fields.Nested):
            full[name] = [completed(each, field.inner.schema) for each in full[name]]
    return full
