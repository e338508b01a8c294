from pathlib import Path

import pytest

from ingest.common.errors import MoviesError
from movies_lakehouse.lake.embedded import EmbeddedLake
from tests.unit.movies_lakehouse.support import Rows, put, read, snapshots

NAME = "gold.movies"
UP = {"title": "Up", "year": 2009}
RAN = {"title": "Ran", "year": 1985}
COCO = {"title": "Coco", "year": 2017}


def values(rows: Rows) -> str:
    """A query whose answer is these rows."""
    lines = ", ".join(f"({', '.join(map(repr, row.values()))})" for row in rows)
    return f"select * from (values {lines}) as movies({', '.join(rows[0])})"


@pytest.fixture
def movies(lake: EmbeddedLake) -> EmbeddedLake:
    assert put(lake, NAME, values([UP, RAN]))
    return lake


def changed(lake: EmbeddedLake, query: str) -> Rows:
    """Publishes, which must make one more snapshot and leave the older ones as they were; gives the rows."""
    before = {each: lake.table(NAME, each).to_arrow() for each in snapshots(lake, NAME)}
    assert put(lake, NAME, query)
    assert snapshots(lake, NAME)[:-1] == list(before)
    for each, rows in before.items():
        assert lake.table(NAME, each).to_arrow() == rows
    assert not put(lake, NAME, query)
    return read(lake, NAME)


def test_first_time(movies: EmbeddedLake) -> None:
    assert read(movies, NAME) == [RAN, UP]
    assert len(snapshots(movies, NAME)) == 1
    assert movies.row_count(("gold", "movies")) == 2


@pytest.mark.parametrize("rows", [[UP, RAN], [RAN, UP]], ids=["same", "another order"])
def test_the_same_rows_make_no_snapshot(movies: EmbeddedLake, rows: Rows) -> None:
    assert not put(movies, NAME, values(rows))
    assert len(snapshots(movies, NAME)) == 1


@pytest.mark.parametrize(
    "rows",
    [
        [UP, RAN | {"year": 1986}],
        [UP, COCO],
        [UP, RAN, COCO],
        [UP],
        [UP, UP],
        [UP, RAN, RAN],
        [UP | {"year": 1985}, RAN | {"year": 2009}],
    ],
    ids=["a value", "a row", "one more", "one less", "another twice", "the same twice", "values changed places"],
)
def test_other_rows_make_one_snapshot(movies: EmbeddedLake, rows: Rows) -> None:
    assert changed(movies, values(rows)) == sorted(rows, key=lambda row: (str(row["title"]), row["year"]))


def test_manifests_do_not_pile_up(movies: EmbeddedLake) -> None:
    """Else every look at the table would read one more file for each build that there ever was."""
    counts = set()
    for year in range(2000, 2005):
        changed(movies, values([UP | {"year": year}]))
        table = movies.catalog.load_table(NAME)
        snapshot = table.current_snapshot()
        assert snapshot is not None
        counts.add(len(snapshot.manifests(table.io)))
    assert len(counts) == 1


def test_pairs_of_rows_that_changed(movies: EmbeddedLake) -> None:
    """Which a checksum that only knows odd and even would not see."""
    twice = [UP, UP, RAN, RAN]
    changed(movies, values(twice))
    assert changed(movies, values([UP, UP, COCO, COCO])) == [COCO, COCO, UP, UP]


def test_null_is_not_the_empty_text(movies: EmbeddedLake) -> None:
    changed(movies, "select '' as title, 2009 as year")
    assert changed(movies, "select null::varchar as title, 2009 as year") == [{"title": None, "year": 2009}]


def test_a_column_in_the_middle(movies: EmbeddedLake) -> None:
    rows = changed(movies, "select 'Up' as title, 8.3::decimal(5,2) as score, 2009 as year")
    assert [list(map(str, row.items())) for row in rows] == [
        ["('title', 'Up')", "('score', Decimal('8.30'))", "('year', 2009)"]
    ]
    assert changed(movies, "select 'Up' as title, 8.4::decimal(5,2) as score, 2009 as year") != rows


def test_columns_in_another_order(movies: EmbeddedLake) -> None:
    reordered = [dict(reversed(row.items())) for row in (UP, RAN)]
    rows = changed(movies, values(reordered))
    assert [list(row.items()) for row in rows] == [
        [("year", 1985), ("title", "Ran")],
        [("year", 2009), ("title", "Up")],
    ]


def test_columns_of_the_same_content_in_another_order(movies: EmbeddedLake) -> None:
    changed(movies, "select 'x' as a, 'x' as b where false")
    assert changed(movies, "select 'x' as b, 'x' as a where false") == []
    assert movies.table(NAME).to_arrow().column_names == ["b", "a"]


def test_a_column_less_and_back_again(movies: EmbeddedLake) -> None:
    assert changed(movies, "select 'Up' as title") == [{"title": "Up"}]
    assert changed(movies, values([UP, RAN])) == [RAN, UP]


def test_no_column_as_before(movies: EmbeddedLake) -> None:
    assert changed(movies, "select 1 as a, 'b' as b") == [{"a": 1, "b": "b"}]


@pytest.mark.parametrize(
    ("kind", "value"), [("bigint", 2009), ("varchar", "2009"), ("decimal(5,1)", "2009.0"), ("date", "2009-01-01")]
)
def test_a_column_of_another_type(movies: EmbeddedLake, kind: str, value: object) -> None:
    """Whether Iceberg could promote the old values (a bigint) or not: they are those of another column."""
    (row,) = changed(movies, f"select 'Up' as title, cast('{value}' as {kind}) as year")
    assert (list(row), str(row["year"])) == (["title", "year"], str(value))


def test_the_type_alone_changed(movies: EmbeddedLake) -> None:
    assert changed(movies, values([UP, RAN]).replace("*", "title, year::bigint as year")) == [RAN, UP]


def test_no_rows(movies: EmbeddedLake) -> None:
    assert put(movies, "gold.none", f"{values([UP])} where false")
    assert not put(movies, "gold.none", f"{values([UP])} where false")
    assert (read(movies, "gold.none"), movies.row_count(("gold", "none"))) == ([], 0)
    assert changed(movies, f"{values([UP])} where false") == []
    assert changed(movies, values([UP])) == [UP]


def test_descriptions_of_columns_stay(movies: EmbeddedLake) -> None:
    def docs() -> dict[str, str | None]:
        return {field.name: field.doc for field in movies.catalog.load_table("gold.told").schema().fields}

    about = {"title": "What it is called.", "year": "When it came."}
    put(movies, "gold.told", values([UP]), about)
    put(movies, "gold.told", values([RAN]), about)
    assert docs() == about
    about = {"year": "When it came.", "score": "How good it is.", "title": "What it is called."}
    put(movies, "gold.told", "select 2009 as year, 8 as score, 'Up' as title", about)
    assert docs() == about


@pytest.mark.parametrize("kind", ["smallint", "integer[]"])
def test_a_type_that_iceberg_lacks_is_refused_by_name(movies: EmbeddedLake, kind: str) -> None:
    for name in (NAME, "gold.fresh"):
        with pytest.raises(MoviesError, match=rf"column {name}\.year is .*, which Iceberg lacks; cast it in the model"):
            put(movies, name, f"select 'Up' as title, cast(null as {kind}) as year")
    assert read(movies, NAME) == [RAN, UP]
    assert movies.table_names() == [("gold", "movies")]


def test_a_publish_that_fails_changes_nothing(movies: EmbeddedLake, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("movies_lakehouse.build.publish.replace_rows", fails)
    with pytest.raises(OSError, match="No space"):
        put(movies, NAME, "select 'Up' as title, 8 as score")
    monkeypatch.undo()
    assert read(movies, NAME) == [RAN, UP]
    assert len(snapshots(movies, NAME)) == 1


def test_the_file_is_moved_and_only_files_of_snapshots_are_kept(movies: EmbeddedLake) -> None:
    changed(movies, values([COCO]))
    location = movies.catalog.load_table(NAME).location().removeprefix("file://")
    assert len(list(Path(location).glob("data/*"))) == 2
    assert list(movies.folder.glob("*.parquet")) == [movies.folder / f"{NAME}.parquet"]  # that of the repeat
