from collections.abc import Callable
from pathlib import Path

import pytest
from pyiceberg.table import Table
from pyiceberg.table.update.schema import UpdateSchema
from pyiceberg.types import LongType, StringType

from lakehouse.runtime.embedded import EmbeddedLake
from lakehouse.runtime.views import row_count, view_sql, written_alike
from tests.unit.lakehouse.support import new_lake, put, read

NAME = "gold.films"
FILMS = "select * from (values ('Up', 2009), ('Ran', 1985)) as t(title, year)"


@pytest.fixture
def films(lake: EmbeddedLake) -> EmbeddedLake:
    put(lake, NAME, FILMS)
    return lake


def table(lake: EmbeddedLake) -> Table:
    return lake.catalog.load_table(NAME)


def by_id(lake: EmbeddedLake) -> bool:
    return "schema = MAP" in view_sql(table(lake))


def change(lake: EmbeddedLake, how: Callable[[UpdateSchema], object]) -> None:
    with table(lake).update_schema() as update:
        how(update)


def test_all_files_have_the_present_columns(films: EmbeddedLake) -> None:
    assert not by_id(films)
    assert read(films, NAME) == [{"title": "Ran", "year": 1985}, {"title": "Up", "year": 2009}]


def test_a_renamed_column(films: EmbeddedLake) -> None:
    change(films, lambda update: update.rename_column("year", "release_year"))
    assert by_id(films)
    assert read(films, NAME) == [{"title": "Ran", "release_year": 1985}, {"title": "Up", "release_year": 2009}]


def test_columns_that_swapped_names(films: EmbeddedLake) -> None:
    put(films, NAME, "select 'a' as x, 'b' as y")
    for old, new in (("x", "z"), ("y", "x"), ("z", "y")):
        change(films, lambda update, old=old, new=new: update.rename_column(old, new))  # type: ignore[misc]
    assert read(films, NAME) == [{"y": "a", "x": "b"}]


def test_an_added_column_is_null_in_older_files(films: EmbeddedLake) -> None:
    change(films, lambda update: update.add_column("score", LongType()))
    assert by_id(films)
    assert [row["score"] for row in read(films, NAME)] == [None, None]


def test_files_of_before_and_after_a_column_was_added(films: EmbeddedLake) -> None:
    before = films.table(NAME).to_arrow()
    change(films, lambda update: update.add_column("score", LongType()))
    table(films).append(before.append_column("score", [[8, 9]]).slice(0, 1))
    assert by_id(films)
    assert [list(row.values()) for row in read(films, NAME)] == [
        ["Ran", 1985, None],
        ["Up", 2009, 8],
        ["Up", 2009, None],
    ]
    assert row_count(table(films)) == 3


def test_a_dropped_column_that_came_back_is_another(films: EmbeddedLake) -> None:
    change(films, lambda update: update.delete_column("title"))
    assert [list(row) for row in read(films, NAME)] == [["year"], ["year"]]
    change(films, lambda update: update.add_column("title", StringType()))
    assert [row["title"] for row in read(films, NAME)] == [None, None]


def test_columns_by_name_again_once_all_files_are_new(films: EmbeddedLake) -> None:
    change(films, lambda update: update.rename_column("year", "release_year"))
    table(films).overwrite(films.table(NAME).to_arrow())
    assert not by_id(films)
    assert [list(row.values()) for row in read(films, NAME)] == [["Ran", 1985], ["Up", 2009]]


def test_a_table_without_snapshot(films: EmbeddedLake) -> None:
    films.catalog.create_table("gold.empty", table(films).schema())
    assert read(films, "gold.empty") == []
    assert row_count(films.catalog.load_table("gold.empty")) == 0
    assert written_alike(films.catalog.load_table("gold.empty"))


def test_a_table_whose_rows_were_deleted(films: EmbeddedLake) -> None:
    table(films).delete("year < 2000")
    assert read(films, NAME) == [{"title": "Up", "year": 2009}]
    table(films).delete("year >= 2000")
    assert read(films, NAME) == []
    assert row_count(table(films)) == 0


@pytest.mark.parametrize("name", ["it's a [film]", "Über*; 2"])
def test_a_folder_with_an_odd_name(tmp_path: Path, name: str) -> None:
    lake = new_lake(tmp_path / name)
    put(lake, NAME, FILMS)
    assert len(read(lake, NAME)) == 2
    change(lake, lambda update: update.rename_column("year", "release_year"))
    assert len(read(lake, NAME)) == 2
    assert not put(lake, NAME, FILMS.replace("year)", "release_year)"))
