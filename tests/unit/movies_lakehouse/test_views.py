from collections.abc import Callable
from pathlib import Path

import pytest
from pyiceberg.table import Table
from pyiceberg.table.update.schema import UpdateSchema
from pyiceberg.types import LongType, StringType

from movies_lakehouse.lake.embedded import EmbeddedLake
from movies_lakehouse.lake.views import row_count, written_alike
from tests.unit.movies_lakehouse.support import new_lake, put, read

NAME = "gold.movies"
MOVIES = "select * from (values ('Up', 2009), ('Ran', 1985)) as t(title, year)"


@pytest.fixture
def movies(lake: EmbeddedLake) -> EmbeddedLake:
    put(lake, NAME, MOVIES)
    return lake


def table(lake: EmbeddedLake) -> Table:
    return lake.catalog.load_table(NAME)


def by_id(lake: EmbeddedLake) -> bool:
    return "schema = MAP" in lake.view_sql(table(lake))


def change(lake: EmbeddedLake, how: Callable[[UpdateSchema], object]) -> None:
    with table(lake).update_schema() as update:
        how(update)


def test_all_files_have_the_present_columns(movies: EmbeddedLake) -> None:
    assert not by_id(movies)
    assert read(movies, NAME) == [{"title": "Ran", "year": 1985}, {"title": "Up", "year": 2009}]


def test_a_renamed_column(movies: EmbeddedLake) -> None:
    change(movies, lambda update: update.rename_column("year", "release_year"))
    assert by_id(movies)
    assert read(movies, NAME) == [{"title": "Ran", "release_year": 1985}, {"title": "Up", "release_year": 2009}]


def test_columns_that_swapped_names(movies: EmbeddedLake) -> None:
    put(movies, NAME, "select 'a' as x, 'b' as y")
    for old, new in (("x", "z"), ("y", "x"), ("z", "y")):
        change(movies, lambda update, old=old, new=new: update.rename_column(old, new))  # type: ignore[misc]
    assert read(movies, NAME) == [{"y": "a", "x": "b"}]


def test_an_added_column_is_null_in_older_files(movies: EmbeddedLake) -> None:
    change(movies, lambda update: update.add_column("score", LongType()))
    assert by_id(movies)
    assert [row["score"] for row in read(movies, NAME)] == [None, None]


def test_files_of_before_and_after_a_column_was_added(movies: EmbeddedLake) -> None:
    before = movies.table(NAME).to_arrow()
    change(movies, lambda update: update.add_column("score", LongType()))
    table(movies).append(before.append_column("score", [[8, 9]]).slice(0, 1))
    assert by_id(movies)
    assert [list(row.values()) for row in read(movies, NAME)] == [
        ["Ran", 1985, None],
        ["Up", 2009, 8],
        ["Up", 2009, None],
    ]
    assert row_count(table(movies)) == 3


def test_a_dropped_column_that_came_back_is_another(movies: EmbeddedLake) -> None:
    change(movies, lambda update: update.delete_column("title"))
    assert [list(row) for row in read(movies, NAME)] == [["year"], ["year"]]
    change(movies, lambda update: update.add_column("title", StringType()))
    assert [row["title"] for row in read(movies, NAME)] == [None, None]


def test_columns_by_name_again_once_all_files_are_new(movies: EmbeddedLake) -> None:
    change(movies, lambda update: update.rename_column("year", "release_year"))
    table(movies).overwrite(movies.table(NAME).to_arrow())
    assert not by_id(movies)
    assert [list(row.values()) for row in read(movies, NAME)] == [["Ran", 1985], ["Up", 2009]]


def test_a_table_without_snapshot(movies: EmbeddedLake) -> None:
    movies.catalog.create_table("gold.empty", table(movies).schema())
    assert read(movies, "gold.empty") == []
    assert row_count(movies.catalog.load_table("gold.empty")) == 0
    assert written_alike(movies.catalog.load_table("gold.empty"))


def test_a_table_whose_rows_were_deleted(movies: EmbeddedLake) -> None:
    table(movies).delete("year < 2000")
    assert read(movies, NAME) == [{"title": "Up", "year": 2009}]
    table(movies).delete("year >= 2000")
    assert read(movies, NAME) == []
    assert row_count(table(movies)) == 0


@pytest.mark.parametrize("name", ["it's a [movie]", "Über*; 2", "title=X/year=1/release_year=1/score=1"])
def test_a_folder_with_an_odd_name(tmp_path: Path, name: str) -> None:
    lake = new_lake(tmp_path / name)
    put(lake, NAME, MOVIES)
    assert read(lake, NAME) == [{"title": "Ran", "year": 1985}, {"title": "Up", "year": 2009}]
    change(lake, lambda update: update.rename_column("year", "release_year"))
    assert read(lake, NAME) == [{"title": "Ran", "release_year": 1985}, {"title": "Up", "release_year": 2009}]
    assert not put(lake, NAME, MOVIES.replace("year)", "release_year)"))
    put(lake, NAME, "select 2001 as release_year, 'Up' as title, 7 as score")
    assert read(lake, NAME) == [{"release_year": 2001, "title": "Up", "score": 7}]
