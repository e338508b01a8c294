"""The YAML file of `movies run`: which files are whose, and where the CSVs go."""

import glob
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ingest.bronze.deliveries import Delivery
from ingest.common.errors import BadContract
from ingest.common.yaml_file import read_yaml
from ingest.contracts import Contract
from movies_lakehouse.lake.layers import LAYERS


@dataclass(frozen=True)
class RunConfig:
    """A run as its file describes it; every path is absolute."""

    deliveries: list[Delivery]
    output: dict[str, Path]
    lake: Path | None
    runtime: str | None


def read_run_file(path: Path, contracts: list[Contract]) -> RunConfig:
    """Read the file of a run; BadContract names the file, the key and the remedy for whatever it cannot mean."""
    try:
        return Reader(path.absolute().parent, contracts).config(read_yaml(path))
    except ValueError as error:
        raise BadContract(f"{path.name}: {error}") from None


class Reader:
    """Turns what the YAML says into a RunConfig. Paths are relative to `folder`; complaints are ValueErrors."""

    def __init__(self, folder: Path, contracts: list[Contract]) -> None:
        self.folder = folder
        self.contracts = {contract.provider: contract for contract in contracts}

    def config(self, raw: Any) -> RunConfig:
        keys = mapping("the file", raw, {"source", "output", "lake", "runtime"}, required={"source", "output"})
        output = mapping("output", keys["output"], set(LAYERS), required=set(LAYERS))
        return RunConfig(
            deliveries=list(self.source(keys["source"])),
            output=apart({layer: self.path(f"output.{layer}", output[layer]) for layer in LAYERS}),
            lake=self.path("lake", keys["lake"]) if "lake" in keys else None,
            runtime=text("runtime", "a name", keys["runtime"]) if "runtime" in keys else None,
        )

    def source(self, raw: Any) -> Iterator[Delivery]:
        for provider, given in mapping("source", raw, set(self.contracts)).items():
            tables = self.contracts[provider].tables
            # A provider of one table is given its paths; one of several a mapping: box_office: {domestic: ...}.
            short = {name.removeprefix(f"{provider}_"): table for name, table in tables.items()}
            named = {provider: given} if set(short) == {provider} else mapping(f"source.{provider}", given, set(short))
            for name, paths in named.items():
                where = f"source.{provider}" if name == provider else f"source.{provider}.{name}"
                for path in unlike(where, dict.fromkeys(self.files(where, paths))):
                    yield Delivery(short[name], str(path))

    def files(self, where: str, given: Any) -> Iterator[Path]:
        for one in given if isinstance(given, list) else [given]:
            path = self.path(where, one)
            found = [path] if path.exists() else self.matches(with_environment(where, one))
            if not found:
                raise ValueError(f"{where}: there is no file {path}; correct the path, or leave the provider out")
            for file in found:
                if file.is_dir():
                    raise ValueError(f"{where}: {file} is a folder; name its files, for example {file}/*")
                yield file

    def matches(self, pattern: str) -> list[Path]:
        # The folder apart from the pattern: its own name may hold a bracket.
        found = glob.glob(os.path.expanduser(pattern), root_dir=self.folder)
        return [self.folder / match for match in sorted(found)]

    def path(self, where: str, given: Any) -> Path:
        expanded = with_environment(where, text(where, "a path", given))
        # Not pathlib's, which fails without a place where the user after ~ is unknown.
        return (self.folder / os.path.expanduser(expanded)).resolve()


def text(where: str, due: str, given: Any) -> str:
    if not isinstance(given, str) or not given.strip():
        raise ValueError(f"{where}: {due} is due, not {given!r}")
    return given


def apart(output: dict[str, Path]) -> dict[str, Path]:
    """The folders, when no two layers share one: tables of bronze and silver have the same names."""
    seen: dict[Path, str] = {}
    for layer, folder in output.items():
        if folder in seen:
            raise ValueError(f"output.{seen[folder]} and output.{layer} are one folder, {folder}; name two")
        seen[folder] = layer
    return output


def unlike(where: str, paths: Iterable[Path]) -> Iterable[Path]:
    """The paths, when no two files share a name: a name is a delivery's slot, and they would replace each other."""
    seen: dict[str, Path] = {}
    for path in paths:
        if path.name in seen:
            raise ValueError(f"{where}: {seen[path.name]} and {path} share the name {path.name}; rename one of them")
        seen[path.name] = path
    return paths


def mapping(where: str, given: Any, known: set[str], required: set[str] = frozenset()) -> dict[str, Any]:  # type: ignore[assignment]
    if not isinstance(given, dict):
        raise ValueError(f"{where}: keys are due ({', '.join(sorted(known))}), not {given!r}")
    for key in given:
        if key not in known:
            near = get_close_matches(str(key), known, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"known here: {', '.join(sorted(known))}"
            raise ValueError(f"unknown key {key!r} in {where}; {hint}")
    for key in sorted(required - given.keys()):
        raise ValueError(f"key {key!r} is missing in {where}")
    return given


def with_environment(where: str, text: str) -> str:
    def value(match: re.Match[str]) -> str:
        if (found := os.environ.get(match[1])) is None:
            raise ValueError(f"{where}: the environment has no {match[1]}; set it, or write the path out")
        return found

    return re.sub(r"\$\{(\w+)\}", value, text)
