"""Which delivered header is which column of the contract."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from ingest.common.errors import BadFile
from ingest.common.suggestions import nearest
from ingest.contracts.table import Table, fold


@dataclass(frozen=True)
class Header:
    """Positions in a record: of the contract's columns, and of the columns that it does not know."""

    columns: dict[str, int]
    unexpected: dict[str, int]


def match_header(names: Sequence[str], table: Table) -> Header:
    """Finds the contract's columns among delivered headers; BadFile when one is there twice or missing."""
    columns: dict[str, int] = {}
    unexpected: dict[str, int] = {}
    for position, name in enumerate(names):
        column = table.columns_by_header.get(fold(name))
        if column is None:
            unexpected[unused_name(name, position, unexpected)] = position
        elif column in columns:
            first = names[columns[column]]
            raise BadFile(f"header: {first!r} and {name!r} are both column {column!r}; deliver it once")
        else:
            columns[column] = position
    check_complete(columns, unexpected, table)
    return Header(columns, unexpected)


def unused_name(name: str, position: int, taken: Collection[str]) -> str:
    """Name under which a column that may be nameless or a namesake keeps its values apart from the others."""
    wanted = name if name.strip() else f"column {position + 1}"
    number = 1
    while wanted in taken:
        number += 1
        wanted = f"{name} ({number})"
    return wanted


def check_complete(columns: Collection[str], unexpected: Iterable[str], table: Table) -> None:
    """BadFile when the contract needs a column that is not there; names the delivered one that may be meant."""
    dispensable = {*table.optional, *table.extracted}
    missing = [name for name in table.columns if name not in columns and name not in dispensable]
    if not missing:
        return
    delivered = list(unexpected)
    if near := nearest(missing[0], delivered):
        remedy = f"if {near!r} is its new name, put that under 'renamed' in the contract"
    elif delivered:
        remedy = "found instead: " + ", ".join(map(repr, delivered[:10]))
    else:
        remedy = "ask the provider for it, or list it under 'optional' in the contract"
    many = "s" * (len(missing) > 1)
    raise BadFile(f"column{many} {', '.join(map(repr, missing))} missing; {remedy}")
