"""What a provider delivers and how often: one YAML file a provider, where anything unknown is an error."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator, model_validator

from ingest.common.errors import BadContract
from ingest.common.suggestions import did_you_mean
from ingest.common.yaml_file import read_yaml
from ingest.contracts.table import Name, Table
from ingest.contracts.written import Strict

CONTRACTS = Path(__file__).parent
# What version 0.1 called it.
RENAMED_KEYS = {"max_unreadable": "max_malformed"}
DAYS = {"D": 1, "W": 7, "M": 30}


class Contract(Strict):
    """What one provider delivers, and how often."""

    provider: Name
    about: str
    cadence: str
    tables: dict[Name, Table] = Field(min_length=1)

    @field_validator("cadence")
    @classmethod
    def duration(cls, cadence: str) -> str:
        if not re.fullmatch(r"P[1-9]\d{0,3}[DWM]", cadence):
            raise ValueError(f"{cadence!r} is not a duration such as P7D, P2W or P1M")
        return cadence

    @model_validator(mode="before")
    @classmethod
    def tables_know_their_place(cls, contract: Any) -> Any:
        if not isinstance(contract, dict) or not isinstance(contract.get("tables"), dict):
            return contract
        named = {name: place(name, table, contract.get("provider")) for name, table in contract["tables"].items()}
        return contract | {"tables": named}

    @property
    def cadence_days(self) -> int:
        """Days between two deliveries; a month counts as 30."""
        return int(self.cadence[1:-1]) * DAYS[self.cadence[-1]]


def place(name: str, table: Any, provider: Any) -> Any:
    if not isinstance(table, dict):
        return table
    for key in table.keys() & {"name", "provider"}:
        raise ValueError(f"tables.{name} cannot say {key!r}: it follows from where the table stands")
    # YAML takes the key `null` for its own null.
    said = {"null" if key is None else key: value for key, value in table.items()}
    return said | {"name": name, "provider": provider}


def read_contract(path: Path) -> Contract:
    """One provider's contract; BadContract when it says anything a contract cannot say."""
    try:
        return Contract.model_validate(read_yaml(path))
    except ValidationError as error:
        raise BadContract(f"{path.name}: {complaint(error)}") from None


def read_contracts(folder: Path = CONTRACTS) -> list[Contract]:
    """Every contract of a folder, in order of file name; BadContract when two of them claim one table."""
    contracts = [read_contract(path) for path in sorted(folder.glob("*.yml"))]
    if not contracts:
        raise BadContract(f"{folder}: there is no contract (*.yml) in this folder")
    tables(contracts)
    return contracts


def tables(contracts: Iterable[Contract]) -> dict[str, Table]:
    """Every table that the contracts describe, by name."""
    found: dict[str, Table] = {}
    for table in (table for contract in contracts for table in contract.tables.values()):
        if table.name in found:
            raise BadContract(
                f"table {table.name!r} is in the contracts of both {found[table.name].provider} and {table.provider}; "
                "rename one of them"
            )
        found[table.name] = table
    return found


def complaint(error: ValidationError) -> str:
    """First thing that is wrong, in one line; a misspelt key comes before the key that it leaves missing."""
    first = min(error.errors(), key=lambda each: each["type"] != "extra_forbidden")
    *where, key = [str(part) for part in first["loc"] if part != "[key]"] or ["the contract"]
    if first["type"] == "extra_forbidden":
        known = Table.model_fields.keys() - {"name", "provider"} if where else Contract.model_fields.keys()
        hint = f"it is {RENAMED_KEYS[key]!r} now" if key in RENAMED_KEYS else did_you_mean(key, known)
        return f"unknown key {key!r}{' in ' + '.'.join(where) if where else ''}; {hint}"
    if first["type"] == "missing":
        return f"key {key!r} is missing{' in ' + '.'.join(where) if where else ''}"
    problem = str(first["msg"]).removeprefix("Value error, ")
    return f"{'.'.join([*where, key])}: {problem}" if first["loc"] else problem
