"""What an operator wants to know at a glance: what arrived, how old it is, rows by layer, files in quarantine."""

from datetime import UTC, date, datetime
from typing import Any

from ingest.contracts import Contract
from movies_lakehouse.lake.builds import BUILDS
from movies_lakehouse.lake.lake import Lake
from movies_lakehouse.outputs.rejections import BY_RULE, rejections

# Of a delivery: where its file's name tells none, that of the load.
DAY = "coalesce(delivered_on, cast(loaded_at as date))"

Rows = list[dict[str, Any]]


def status(lake: Lake, contracts: list[Contract], today: date | None = None) -> dict[str, Rows]:
    """
    Tables of a status page, by title: providers, layers, rejected, quarantined, builds.

    Ages are whole days (UTC); `today` is the day to count them to.
    """
    there = {f"{layer}.{name}" for layer, name in lake.table_names()}
    useless = {each.provider for each in rejections(lake) if each.all_rows}
    return {
        "providers": providers(lake, contracts, useless, today or datetime.now(UTC).date())
        if "bronze.deliveries" in there
        else [],
        "layers": layers(lake),
        "rejected": lake.rows(BY_RULE) if "gold.rejected_by_rule" in there else [],
        "quarantined": quarantined(lake) if "bronze.deliveries" in there else [],
        "builds": last_build(lake) if BUILDS in there else [],
    }


def providers(lake: Lake, contracts: list[Contract], useless: set[str], today: date) -> Rows:
    """One row a contract: its newest delivery, its age in days, how often one is due, and whether it is late.

    `useless` are the providers of which silver rejects every row.
    """
    query = f"""
        with by_table as (
            select provider, table_name, count(*) as deliveries, max({DAY}) as newest
            from bronze.deliveries where status = 'loaded' group by provider, table_name
        )
        -- A provider of several files is as fresh as the one that came longest ago.
        select provider, cast(sum(deliveries) as bigint) as deliveries, min(newest) as newest
        from by_table group by provider
    """
    found = {row["provider"]: row for row in lake.rows(query)}
    return [
        provider(contract, found.get(contract.provider), contract.provider in useless, today) for contract in contracts
    ]


def provider(contract: Contract, found: dict[str, Any] | None, is_useless: bool, today: date) -> dict[str, Any]:
    age = (today - found["newest"]).days if found else None
    in_time = "late" if age is not None and age > contract.cadence_days else "in time"
    return {
        "provider": contract.provider,
        "deliveries": found["deliveries"] if found else 0,
        "newest": found["newest"] if found else None,
        "age_days": age,
        "due_every_days": contract.cadence_days,
        "state": "nothing delivered" if found is None else "nothing usable" if is_useless else in_time,
    }


def layers(lake: Lake) -> Rows:
    """One row a table with its number of rows, read from the tables' own records rather than counted."""
    return [
        {"layer": layer, "table": name, "rows": lake.row_count((layer, name))} for layer, name in lake.table_names()
    ]


def quarantined(lake: Lake) -> Rows:
    """Quarantined files that no later delivery of the same name has replaced."""
    return lake.rows("""
        with newest_first as (
            select *, row_number() over (partition by table_name, file order by loaded_at desc) as place
            from bronze.deliveries
        )
        select table_name as "table", file, loaded_at as seen_at, reason
        from newest_first where place = 1 and status = 'quarantined'
        order by seen_at desc
    """)


def last_build(lake: Lake) -> Rows:
    return lake.rows("select * from gold.builds order by built_at desc limit 1")
