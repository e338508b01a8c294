"""Old names lead to what there is today, wherever they are kept."""

import pytest

from ingest.bronze.tables import DELIVERIES, MALFORMED_RECORDS
from init import renames as init_renames
from movies_lakehouse.build.dbt_runner import PROJECT
from movies_lakehouse.build.trino_migration import gone
from movies_lakehouse.lake.renames import COLUMNS, SEED_COLUMNS, SEEDS, TABLES, UNPUBLISHED, hint

PUBLISHED = {f"{path.parent.name}.{path.stem}" for path in PROJECT.glob("models/*/*.sql")} | {
    DELIVERIES,
    MALFORMED_RECORDS,
}


def test_what_has_another_name_is_there_under_it() -> None:
    assert {*TABLES.values(), *UNPUBLISHED.values(), *COLUMNS} <= PUBLISHED
    assert not {*TABLES, *UNPUBLISHED, *(name.replace("audit.", "silver.") for name in gone())} & PUBLISHED
    seeds = {path.stem: path.read_text().splitlines()[0].split(",") for path in PROJECT.glob("seeds/*.csv")}
    assert set(SEEDS.values()) <= set(seeds) and not set(SEEDS) & set(seeds)
    for seed, columns in SEED_COLUMNS.items():
        assert set(columns.values()) <= set(seeds[seed])


def test_the_provisioning_job_knows_the_same_tables() -> None:
    assert init_renames.RENAMED == TABLES


@pytest.mark.parametrize(
    ("said", "hints"),
    [
        ("line 1:15: Table 'lake.silver.same_films' does not exist", "silver.same_films is not published any more"),
        ("line 1:15: Table 'lake.silver.stg_box_office_domestic' does not exist", "silver.stg_box_office_domestic is"),
        ("line 1:8: Column 'd.film_id' cannot be resolved", "; film_id is title_id now"),
        ("line 1:8: Column 'unreadable_rows' cannot be resolved", "; unreadable_rows is malformed_records now"),
        ("line 1:15: Table 'lake.bronze.unreadable_rows' does not exist", "; bronze.unreadable_rows is bronze.malf"),
    ],
)
def test_an_old_name_in_an_error_of_trino(said: str, hints: str) -> None:
    assert hints in hint(said)


@pytest.mark.parametrize("said", ["mismatched input 'form'", "Column 'title' in place of two", "Table 'films' is none"])
def test_no_hint_where_nothing_has_an_old_name(said: str) -> None:
    assert hint(said) == ""
