"""How many rows and values silver rejected, and for which reason most of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from movies_lakehouse.lake.lake import Lake

# Rejected rows and values by rule, the commonest first.
BY_RULE = """
    select table_name as "table", column_name as "column", 'not ' || expected as why, rejects, times, share, example
    from gold.rejected_by_rule
    order by times desc, "table", "column", why
"""
# Of each table: rows that are used, in silver or covered by newer ones, and rows that are rejected.
ROWS = """
    select provider, table_name as "table", newest_of_a_title + older_versions as used, rejected
    from silver.row_accounting
"""
EXAMPLE_LENGTH = 40
# The tables that tell of rejections.
NEEDED = {("silver", "row_accounting"), ("gold", "rejected_by_rule")}


@dataclass(frozen=True)
class Rejections:
    """What silver rejected of a provider's rows, those of replaced files aside; of the reasons the commonest."""

    provider: str
    rows: int
    rejected_rows: int
    row_reason: str | None
    rejected_values: int
    value_reason: str | None

    @property
    def all_rows(self) -> bool:
        """Whether there are rows, and every one was rejected."""
        return 0 < self.rows == self.rejected_rows

    def counts(self) -> str:
        """The counts, as part of a line to read."""
        rows = f"{counted(self.rows, 'row')}, {self.rejected_rows:,} rejected{in_brackets(self.row_reason)}"
        return f"{rows}, {counted(self.rejected_values, 'value')} rejected{in_brackets(self.value_reason)}"


def counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"


def in_brackets(reason: str | None) -> str:
    return f" ({reason})" if reason else ""


def rejections(lake: Lake) -> list[Rejections]:
    """What the published silver rejected of each provider that delivered; nothing before the first build."""
    if not NEEDED.issubset(lake.table_names()):
        return []
    by_rule = lake.rows(BY_RULE)
    tables: dict[str, list[dict[str, Any]]] = {}
    for table in lake.rows(ROWS):
        tables.setdefault(table["provider"], []).append(table)
    found = [of_provider(provider, each, by_rule) for provider, each in sorted(tables.items())]
    return [each for each in found if each.rows]


def of_provider(provider: str, tables: list[dict[str, Any]], by_rule: Iterable[dict[str, Any]]) -> Rejections:
    """The rejections of these tables (rows as of ROWS), by rule as of BY_RULE."""
    names = {table["table"] for table in tables}
    rules = [rule for rule in by_rule if rule["table"] in names]
    rejected_rows = sum(table["rejected"] for table in tables)
    return Rejections(
        provider=provider,
        rows=sum(table["used"] for table in tables) + rejected_rows,
        rejected_rows=rejected_rows,
        row_reason=reason(rules, "row"),
        rejected_values=sum(rule["times"] for rule in rules if rule["rejects"] == "value"),
        value_reason=reason(rules, "value"),
    )


def reason(rules: list[dict[str, Any]], rejects: str) -> str | None:
    for rule in rules:
        if rule["rejects"] == rejects:
            example = f", such as {rule['example'][:EXAMPLE_LENGTH]!r}" if rule["example"] else ""
            return f"{rule['times']:,} as {rule['column']} is {rule['why']}{example}"
    return None
