"""The YAML file of `movies run`: which files are whose, and where the CSVs go."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, BeforeValidator, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from ingest.bronze.deliveries import Delivery
from ingest.common.errors import BadContract
from ingest.common.suggestions import did_you_mean
from ingest.common.yaml_file import read_yaml
from ingest.contracts import Contract, Table
from movies_lakehouse.cli.paths import named_files, text, whole_path


@dataclass(frozen=True)
class RunConfig:
    """A run as its file describes it; every path is absolute."""

    deliveries: list[Delivery]
    output: dict[str, Path]
    lake: Path | None
    runtime: str | None


class Context(NamedTuple):
    """What the file is read by: its folder, and each provider's tables by the names that the file gives them."""

    folder: Path
    tables: dict[str, dict[str, Table]]


def check_keys(given: Any, known: Collection[str]) -> None:
    if not isinstance(given, dict):
        raise ValueError(f"keys are due ({', '.join(sorted(known))}), not {given!r}")
    for key in given:
        if key not in known:
            context = {"key": repr(key), "remedy": did_you_mean(str(key), known)}
            raise PydanticCustomError("unknown_key", "unknown key", context)


def by_table(given: tuple[str, Any], info: ValidationInfo[Context]) -> dict[str, Any]:
    """A provider of one table is given its paths; one of several a mapping: box_office: {domestic: ...}."""
    provider, paths = given
    tables = info.context.tables[provider]
    if tables.keys() == {provider}:
        return {provider: paths}
    check_keys(paths, tables)
    return dict(paths)


IsPath = BeforeValidator(lambda given, info: whole_path(given, info.context.folder))
IsFiles = BeforeValidator(lambda given, info: named_files(given, info.context.folder))
IsName = BeforeValidator(lambda given: text(given, "a name"))


class Keys(BaseModel):
    @model_validator(mode="before")
    @classmethod
    def known_keys(cls, given: Any) -> Any:
        check_keys(given, cls.model_fields)
        return given


class Output(Keys):
    bronze: Annotated[Path, IsPath]
    silver: Annotated[Path, IsPath]
    gold: Annotated[Path, IsPath]


class RunFile(Keys):
    source: dict[str, Annotated[dict[str, Annotated[list[Path], IsFiles]], BeforeValidator(by_table)]]
    output: Output
    lake: Annotated[Path | None, IsPath] = None
    runtime: Annotated[str | None, IsName] = None

    @field_validator("source", mode="before")
    @classmethod
    def known_providers(cls, given: Any, info: ValidationInfo[Context]) -> dict[str, tuple[str, Any]]:
        check_keys(given, info.context.tables)
        return {provider: (provider, paths) for provider, paths in given.items()}


def read_run_file(path: Path, contracts: list[Contract]) -> RunConfig:
    """Read the file of a run; BadContract names the file, the key and the remedy for whatever it cannot mean."""
    tables = {each.provider: short_names(each) for each in contracts}
    try:
        given = RunFile.model_validate(read_yaml(path), context=Context(path.absolute().parent, tables))
        output = apart(dict(given.output))
    except ValidationError as error:
        raise BadContract(f"{path.name}: {complaint(error.errors()[0])}") from None
    except ValueError as error:
        raise BadContract(f"{path.name}: {error}") from None
    deliveries = [
        Delivery(tables[provider][name], str(file))
        for provider, files_by_table in given.source.items()
        for name, files in files_by_table.items()
        for file in files
    ]
    return RunConfig(deliveries, output, given.lake, given.runtime)


def short_names(contract: Contract) -> dict[str, Table]:
    return {name.removeprefix(f"{contract.provider}_"): table for name, table in contract.tables.items()}


def apart(output: dict[str, Path]) -> dict[str, Path]:
    """The folders, when no two layers share one: tables of bronze and silver have the same names."""
    seen: dict[Path, str] = {}
    for layer, folder in output.items():
        if folder in seen:
            raise ValueError(f"output.{seen[folder]} and output.{layer} are one folder, {folder}; name two")
        seen[folder] = layer
    return output


def complaint(error: ErrorDetails) -> str:
    # The only table of a provider is called as the provider is; that need not be said twice.
    place = [name for name, _ in groupby(map(str, error["loc"]))]
    if error["type"] == "missing":
        return f"key {place.pop()!r} is missing in {'.'.join(place) or 'the file'}"
    where = ".".join(place) or "the file"
    if error["type"] == "unknown_key":
        return f"unknown key {error['ctx']['key']} in {where}; {error['ctx']['remedy']}"
    return f"{where}: {error['msg'].removeprefix('Value error, ')}"
