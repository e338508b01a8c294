import pytest

from ingest.common.errors import MoviesError
from movies_lakehouse.lake.embedded import EmbeddedLake
from movies_lakehouse.lake.types import DUCKDB_TO_ICEBERG, duckdb_type, iceberg_type
from tests.unit.movies_lakehouse.support import put, read

# Two values of every type, the second at its edge.
VALUES = {
    "BOOLEAN": "(true), (false)",
    "INTEGER": "(0), (-2147483648)",
    "BIGINT": "(0), (9223372036854775807)",
    "DOUBLE": "(0.1), (-1e308)",
    "DATE": "('1895-12-28'), ('9999-12-31')",
    "TIMESTAMP WITH TIME ZONE": "('2026-11-01 08:00:00.123456+00'), ('0001-01-01 00:00:00+00')",
    "VARCHAR": "('Amélie''s \U0001f3ac'), ('')",
    "DECIMAL(5,2)": "(9.10), (-999.99)",
    "DECIMAL(18,2)": "(0), (9999999999999999.99)",
    "DECIMAL(38,4)": "(0.0001), (-9999999999999999999999999999999999.9999)",
}


def test_every_type_has_values() -> None:
    assert DUCKDB_TO_ICEBERG.keys() <= VALUES.keys()


@pytest.mark.parametrize("kind", VALUES)
def test_there_and_back(kind: str) -> None:
    assert duckdb_type(iceberg_type(kind, "x")) == kind


def test_every_type_through_a_table(lake: EmbeddedLake) -> None:
    """In both ways that a table is read, and beside nulls."""
    columns = ", ".join(f'cast(v{number}.x as {kind}) as "{kind}"' for number, kind in enumerate(VALUES))
    tables = " positional join ".join(
        f"(select * from (values {values}, (null)) t(x)) as v{number}" for number, values in enumerate(VALUES.values())
    )
    query = f"select {columns} from {tables}"
    assert put(lake, "gold.types", query)
    with lake.database() as connection:
        given = connection.sql(query).to_arrow_table().to_pylist()
    by_name = read(lake, "gold.types")
    assert sorted(by_name, key=str) == sorted(given, key=str)
    with lake.catalog.load_table("gold.types").update_schema() as update:
        update.rename_column("BOOLEAN", "renamed")
    by_id = read(lake, "gold.types")
    assert [list(row.values()) for row in by_id] == [list(row.values()) for row in by_name]
    put(lake, "gold.empty", f"{query} where false")
    assert read(lake, "gold.empty") == []
    assert lake.catalog.load_table("gold.empty").schema().find_type("DECIMAL(5,2)") == iceberg_type("DECIMAL(5,2)", "x")


@pytest.mark.parametrize("kind", ["HUGEINT", "SMALLINT", "FLOAT", "TIMESTAMP", "TIME", "INTEGER[]", "UUID", "JSON"])
def test_a_type_that_iceberg_lacks(kind: str) -> None:
    with pytest.raises(MoviesError) as error:
        iceberg_type(kind, "gold.movies.score")
    assert str(error.value) == f"column gold.movies.score is {kind}, which Iceberg lacks; cast it in the model"
