"""Tables of bronze that no contract describes any more: in the way of every build, until their provider is retired."""

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.common.errors import BadContract

# The property of an Iceberg table whose provider was retired, until a contract describes it again.
RETIRED = "movies.retired"


@dataclass(frozen=True)
class Undescribed:
    """A table of bronze with delivered rows and no contract."""

    name: str
    provider: str
    retired: bool


def require_contracts(undescribed: Iterable[Undescribed]) -> None:
    """BadContract when a provider has delivered, and its contract is gone: gold would lose its figures unsaid."""
    gone: dict[str, list[str]] = {}
    for table in undescribed:
        if not table.retired:
            gone.setdefault(table.provider, []).append(f"bronze.{table.name}")
    if gone:
        said = [f"{', '.join(names)} of {provider}" for provider, names in sorted(gone.items())]
        verbs = [f"movies retire {provider}" for provider in sorted(gone)]
        raise BadContract(
            f"no contract describes {' and '.join(said)} any more; put it back, or take what came with it out of "
            f"silver and gold: {' and '.join(verbs)}"
        )
