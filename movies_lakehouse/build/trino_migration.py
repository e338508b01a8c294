"""Gives silver and gold of a stack of version 0.1 their names of today; the provisioning job renamed the tables."""

from collections.abc import Collection, Mapping

from movies_lakehouse.lake.renames import COLUMNS, SEEDS, TABLES, UNPUBLISHED
from movies_lakehouse.lake.trino_sql import TrinoSql


def migrate(trino: TrinoSql, there: Mapping[str, Collection[str]]) -> None:
    """Rename and drop what is left of old names `there` (table -> columns); a killed call is finished by the next."""
    for table, names in COLUMNS.items():
        for old, new in names.items():
            if old in there.get(table, ()) and new not in there[table]:
                trino.run(f'alter table {table} rename column "{old}" to "{new}"')
    for table in gone():
        if table in there:
            trino.run(f"drop table {table}")


def gone() -> list[str]:
    """Tables that no build makes any more: those that were published, and what `audit` held of them and of seeds."""
    built = [name.removeprefix("silver.") for name in [*UNPUBLISHED, *TABLES] if name.startswith("silver.")]
    return [*UNPUBLISHED, *(f"audit.{name}" for name in [*built, *SEEDS, "movie_aliases"])]
