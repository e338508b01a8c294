"""Gives tables of version 0.1 their names of today, before any service looks for them: none of those may rename."""

from init.namespaces import ALREADY_EXISTS, post

# As ingest/bronze/migration.py and movies_lakehouse/lake/renames.py have them, which this image lacks.
RENAMED = {
    "bronze.unreadable_rows": "bronze.malformed_records",
    "silver.match_candidates": "silver.match_decisions",
    "silver.shared_facts": "silver.provider_facts",
}
NOT_THERE = 404


def rename_tables(token: str) -> None:
    for old, new in RENAMED.items():
        body = {"source": identifier(old), "destination": identifier(new)}
        post(token, "tables/rename", body, unless={NOT_THERE, ALREADY_EXISTS})


def identifier(name: str) -> dict[str, object]:
    """
    A table's name as the catalog's interface writes it.

    >>> identifier("bronze.deliveries")
    {'namespace': ['bronze'], 'name': 'deliveries'}
    """
    namespace, table = name.split(".")
    return {"namespace": [namespace], "name": table}
