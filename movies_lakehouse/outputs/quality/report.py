"""How good the data is: what arrived, what was not taken, what was matched, who disagrees, what has changed."""

from collections import defaultdict
from datetime import date
from typing import Any

from ingest.common.lists import names_in
from ingest.contracts import Contract, tables
from movies_lakehouse.build.engine import headers_by_table
from movies_lakehouse.build.variables import adopted
from movies_lakehouse.lake.lake import Lake
from movies_lakehouse.outputs.quality.analyses import Analysis, analyses
from movies_lakehouse.outputs.status import DAY, Rows, status

DELIVERIES = "bronze.deliveries"
# Days of delivery of each provider that are shown.
DAYS_SHOWN = 30
# Tables of gold that are shown as they are: by title, the table and the query.
GOLD = {
    "row_accounting": (
        "gold.rows_accounted_for",
        """
        select table_name as "table", rows_in_bronze, newest_of_a_title, older_versions, replaced, rejected, unaccounted
        from gold.rows_accounted_for
        order by table_name
        """,
    ),
    "match_rates": ("gold.match_rates", "select * from gold.match_rates order by provider, movies desc, rule"),
    "provider_pairs": ("gold.provider_pairs", "select * from gold.provider_pairs order by provider, other_provider"),
}


def quality(lake: Lake, contracts: list[Contract], today: date | None = None) -> dict[str, Rows]:
    """
    Tables of the quality report, by title; docs/quality.md explains each. `unanswered` names those that lack a table.

    Shares are from 0 to 1; `today` is the day (UTC) that ages are counted to.
    """
    known = status(lake, contracts, today)
    there = {".".join(name) for name in lake.table_names()}
    delivered = DELIVERIES in there
    unexpected = headers(lake) if delivered else {}
    variables = {"adopted": adopted(tables(contracts), unexpected)}
    queries = analyses(lake.folder / "dbt" / "analyses", lake.settings.runtime, variables)
    queries |= {title: Analysis(sql, frozenset({table})) for title, (table, sql) in GOLD.items()}
    missing = {name: sorted(query.reads - there) for name, query in queries.items()}
    found = {name: [] if missing[name] else lake.rows(query.sql) for name, query in queries.items()}
    return {
        "providers": known["providers"],
        "arrivals": arrivals(lake) if delivered else [],
        "quarantined": known["quarantined"],
        "row_accounting": found["row_accounting"],
        "rejected": [without_example(row) for row in known["rejected"]],
        "rejected_examples": found["rejected_examples"],
        "match_rates": found["match_rates"],
        "provider_pairs": found["provider_pairs"],
        "match_decisions_not_taken": found["match_decisions_not_taken"],
        "conflicts": found["conflicts"],
        "largest_conflicts": found["largest_conflicts"],
        "unexpected_columns": unexpected_columns(lake) if delivered else [],
        "drift": found["drift"],
        "distributions": found["distributions"],
        "misdecoded_titles": found["misdecoded_titles"],
        "unanswered": [{"question": name, "needs": ", ".join(names)} for name, names in missing.items() if names],
    }


def arrivals(lake: Lake) -> Rows:
    """One row a provider and day of delivery, of the newest days."""
    return lake.rows(f"""
        with by_day as (
            select
                provider,
                {DAY} as delivered_on,
                cast(sum(case when status = 'quarantined' then 0 else 1 end) as bigint) as taken,
                cast(sum(case when status = 'quarantined' then 1 else 0 end) as bigint) as quarantined,
                cast(sum("rows") as bigint) as "rows",
                row_number() over (partition by provider order by {DAY} desc) as place
            from {DELIVERIES}
            group by provider, {DAY}
        )
        select provider, delivered_on, taken, quarantined, "rows"
        from by_day
        where place <= {DAYS_SHOWN}
        order by provider, delivered_on
    """)


def without_example(row: dict[str, Any]) -> dict[str, Any]:
    """A rule of rejected values; the examples are a table of their own."""
    return {name: value for name, value in row.items() if name != "example"}


def headers(lake: Lake) -> dict[str, set[str]]:
    rows = lake.rows(f"select distinct table_name, unexpected_columns from {DELIVERIES}")
    return headers_by_table((row["table_name"], row["unexpected_columns"]) for row in rows)


def unexpected_columns(lake: Lake) -> Rows:
    """One row a column that no contract knows: when its table first and last came with it."""
    found: dict[tuple[str, str], list[date]] = defaultdict(list)
    for row in lake.rows(f"""
        select table_name, unexpected_columns, {DAY} as delivered_on
        from {DELIVERIES}
        where status <> 'quarantined' and unexpected_columns <> ''
    """):
        for column in names_in(row["unexpected_columns"]):
            found[row["table_name"], column].append(row["delivered_on"])
    return [seen(table, column, days) for (table, column), days in sorted(found.items())]


def seen(table: str, column: str, days: list[date]) -> dict[str, Any]:
    return {"table": table, "column": column, "first_seen": min(days), "last_seen": max(days), "deliveries": len(days)}
