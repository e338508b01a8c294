"""The statements are plain SQL, which DuckDB understands as well: here it stands in for Trino."""

from collections.abc import Iterator
from itertools import count
from typing import Any, cast

import duckdb
import pytest

from movies_lakehouse.build.trino_migration import migrate
from movies_lakehouse.lake.trino_sql import TrinoSql

OLD = {
    "silver.match_decisions": "film_id, title, same_as, verdict",
    "silver.provider_facts": "movie_id, choice, place",
    "silver.audience_pulse": "movie_id, domestic_box_office_gross",
    "silver.same_films": "film_id",
    "silver.movies": "movie_id",
    "gold.movies_by_year": "release_year, films",
    "audit.match_candidates": "film_id",
    "audit.order_of_trust": "place",
    "audit.movies": "movie_id",
}
TODAY = {
    "silver.match_decisions": ["title_id", "title", "matched_title_id", "decision"],
    "silver.provider_facts": ["movie_id", "rank", "precedence"],
    "silver.audience_pulse": ["movie_id", "domestic_box_office_gross_usd"],
    "silver.movies": ["movie_id"],
    "gold.movies_by_year": ["release_year", "movies"],
    "audit.movies": ["movie_id"],
}


class Killed(BaseException):
    pass


class Engine:
    """Runs statements, and is killed before one of them (from 1)."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()
        for schema in ("silver", "gold", "audit"):
            self.connection.execute(f"create schema {schema}")
        for table, columns in OLD.items():
            values = ", ".join(f"1 as {name}" for name in columns.split(", "))
            self.connection.execute(f"create table {table} as select {values}")

    def there(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        query = "select schema_name || '.' || table_name, column_name from duckdb_columns() where not internal"
        for table, column in self.connection.execute(f"{query} order by column_index").fetchall():
            found.setdefault(table, []).append(column)
        return found

    def migrate(self, kill_at: int = 0) -> int:
        calls: Iterator[int] = count(1)

        class Trino:
            def run(_, sql: str) -> Any:
                if next(calls) == kill_at:
                    raise Killed
                self.connection.execute(sql)

        migrate(cast(TrinoSql, Trino()), self.there())
        return next(calls) - 1


STEPS = Engine().migrate()


def test_old_names_become_those_of_today() -> None:
    engine = Engine()
    assert engine.migrate() == STEPS == 10
    assert engine.there() == TODAY
    assert engine.migrate() == 0


@pytest.mark.parametrize("step", range(1, STEPS + 1))
def test_killed_at_any_step(step: int) -> None:
    engine = Engine()
    with pytest.raises(Killed):
        engine.migrate(kill_at=step)
    engine.migrate()
    assert engine.there() == TODAY
