"""Files as providers write them, each read by what its contract says: bronze, silver, gold, and what is said."""

import bz2
import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from ingest.contracts import CONTRACTS, read_contracts
from tests.journey.project import in_project
from tests.journey.support import CRITIC, Movies
from tests.journey.test_new_provider import add
from tests.unit.ingest.workbook import Cell, number, workbook

Contract = Callable[..., None]

TITLES = """\
title\tyear\trating\tvotes
Harbor Lights\t2001\t7.1\t1200
"Rolling Home\t2002\t6.9\t330
Second Tide\t2003\t5.1\t440
Third Wave\t2004\t7.7\t5400
Vinyl 12"\t2005\t5.5\t610
Fourth Floor\t2006\t5.7\t612
Fifth Row\t2009\t5.9\t614
""" + "".join(f"Filler {name}\t{1980 + n}\t6.{n}\t10{n}\n" for n, name in enumerate("Ash Bay Cot Dam Elm Fir".split()))
FILLERS = [f"Filler {name}" for name in "Ash Bay Cot Dam Elm Fir".split()]


@pytest.fixture
def contract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Contract:
    """Changes what critic_agg's contract says, for this process: keys of its table, and its columns' headers."""

    def change(headers: dict[str, str] | None = None, **keys: Any) -> None:
        folder = tmp_path / "contracts"
        folder.mkdir()
        for path in CONTRACTS.glob("*.yml"):
            said = yaml.safe_load(path.read_text())
            if path.stem == "critic_agg":
                table = said["tables"]["critic_agg"]
                table |= keys | {"renamed": headers or {}}
                table |= {"optional": [name for name in table["columns"] if name not in table["key"]]}
            (folder / path.name).write_text(yaml.safe_dump(said))
        monkeypatch.setattr(read_contracts, "__defaults__", (folder,))

    return change


HEADERS = {
    "title": "movie_title",
    "year": "release_year",
    "rating": "top_critic_score",
    "votes": "total_critic_reviews_counted",
}


def bronze(movies: Movies) -> list[Any]:
    return movies.values("select movie_title from bronze.critic_agg order by _line")


def gold(movies: Movies) -> list[Any]:
    return movies.rows(
        "select movie_title, release_year, top_critic_score, total_critic_reviews_counted from gold.movies_unified "
        "order by release_year, movie_title"
    )


def test_a_file_that_does_not_quote_keeps_every_row(movies: Movies, contract: Contract) -> None:
    contract(HEADERS, files="critic_agg*.tsv", delimiter="\t", quoting="none")
    result = movies.run({"critic_agg": {"critic_agg_2026-11-01.tsv": TITLES}})
    assert (result.exit_code, result.err) == (0, "")
    assert "13 read, 13 loaded, 0 malformed" in result.line("critic_agg_2026-11-01.tsv  ")
    assert bronze(movies) == [line.partition("\t")[0] for line in TITLES.splitlines()[1:]]
    assert [row[0] for row in gold(movies) if row[1] > 2000] == [
        "Harbor Lights",
        '"Rolling Home',
        "Second Tide",
        "Third Wave",
        'Vinyl 12"',
        "Fourth Floor",
        "Fifth Row",
    ]
    assert (float(gold(movies)[7][2]), gold(movies)[7][3]) == (6.9, 330)
    assert movies.values("select count(*) from silver.critic_agg") == [13]
    assert movies.values("select count(*) from silver.rejected") == [0]


def test_a_quote_that_swallows_rows_is_said_and_swallows_none(movies: Movies, contract: Contract) -> None:
    contract(HEADERS, files="critic_agg*.tsv", delimiter="\t")
    said = "13 read, 12 loaded, 1 malformed (line 3: a quote that closes only lines later, behind what look like other "
    result = movies.run({"critic_agg": {"critic_agg_2026-11-01.tsv": TITLES}})
    assert (result.exit_code, result.err) == (0, "")
    assert said in result.line("critic_agg_2026-11-01.tsv  ")
    assert "'quoting: none' in the contract" in result.line("critic_agg_2026-11-01.tsv  ")
    assert '"Rolling Home' not in bronze(movies)
    assert len(gold(movies)) == len(bronze(movies)) == 12
    assert movies.rows("select line, text from bronze.malformed_records") == [(3, '"Rolling Home\t2002\t6.9\t330')]
    checked = movies("check", str(movies.inbox / "critic_agg/critic_agg_2026-11-01.tsv"))
    assert (checked.exit_code, checked.line("nothing was loaded").count("12 loaded, 1 malformed")) == (0, 1)
    assert "a quote that closes only lines later" in checked.line("  line 3: ")


def test_a_quote_that_never_closes_refuses_the_file(movies: Movies, contract: Contract) -> None:
    contract(HEADERS, files="critic_agg*.tsv", delimiter="\t")
    result = movies.run({"critic_agg": {"critic_agg.tsv": TITLES.replace('12"', "12")}})
    assert result.exit_code == 11
    assert "line 3: a quote in the record that starts here is never closed" in result.line("quarantined")
    assert "'quoting: none' in the contract" in result.line("quarantined")


def test_text_of_several_lines_stays_one_value(movies: Movies) -> None:
    movies.run({"critic_agg": {"critic_agg.csv": CRITIC + '"Two\nLines",2001,80,8.0,100\nUp,2009,98,8.7,298\n'}})
    assert bronze(movies) == ["Two\nLines", "Up"]


LONG = """\
# made by hand, with "love
Weekly list
title::year::rating::votes
Amélie::2001::8.5::\\N
# Vinyl
AC:DC::1999::\\N::12
"""


def test_a_file_of_many_peculiarities(movies: Movies, contract: Contract) -> None:
    keys = {"delimiter": "::", "encoding": "latin-1", "skip_lines": 2, "comment": "#", "null": ["\\N"]}
    contract(HEADERS, files="critic_agg*.dat", **keys)
    result = movies.run({"critic_agg": {"critic_agg_20261101.dat": LONG.encode("latin-1")}})
    assert (result.exit_code, result.err) == (0, "")
    assert "2 read, 2 loaded, 0 malformed" in result.line("critic_agg_20261101.dat  ")
    assert movies.rows(
        "select _line, movie_title, top_critic_score, total_critic_reviews_counted from bronze.critic_agg order by 1"
    ) == [(4, "Amélie", "8.5", None), (6, "AC:DC", None, "12")]
    assert movies.values("select count(*) from silver.rejected") == [0]
    assert gold(movies) == [("AC:DC", 1999, None, 12), ("Amélie", 2001, 8.5, None)]


def test_wide_text_without_a_byte_order_mark(movies: Movies, contract: Contract) -> None:
    contract(encoding="utf-16")
    text = CRITIC + "Amélie,2001,90,8.0,190\n"
    files = {"a_2026-11-01.csv": text.encode("utf-16-le"), "b_2026-11-02.csv": text.encode("utf-16")}
    result = movies.run({"critic_agg": files | {"c_2026-11-03.csv": text.replace("lie", "lia").encode("utf-32")}})
    assert (result.exit_code, result.err) == (11, "")
    assert result.line("quarantined").endswith(
        "no byte order mark says which UTF-16 this is; say utf-16-le or utf-16-be in the contract"
    )
    assert bronze(movies) == ["Amélia", "Amélie"]


def test_a_backslash_takes_the_meaning_of_a_quote(movies: Movies, contract: Contract) -> None:
    contract(HEADERS, escape="\\", null=["\\N"])
    movies.run({"critic_agg": {"critic_agg.csv": 'title,year,rating\n"Say \\"Hi\\"",2001,\\N\n'}})
    assert gold(movies) == [('Say "Hi"', 2001, None, None)]


def test_a_file_without_a_header(movies: Movies, contract: Contract) -> None:
    contract(HEADERS, files="critic_agg*.dat", header=["id", "title", "year"], delimiter="::", null=[""])
    movies.run({"critic_agg": {"critic_agg.dat": "1::Coco::2017\n2::Up::2009\n"}})
    assert gold(movies) == [("Up", 2009, None, None), ("Coco", 2017, None, None)]


def test_records_wrapped_in_an_object(movies: Movies, contract: Contract) -> None:
    contract(HEADERS, files="critic_agg*.json", format="json", records="data.movies")
    wrapped = '{"page": 1, "data": {"note": [], "movies": [\n{"title": "Up", "year": "2009", "rating": 8.70}]}}'
    result = movies.run({"critic_agg": {"critic_agg.json": wrapped, "critic_agg_2.json": wrapped.replace("mov", "x")}})
    assert result.exit_code == 11
    assert "1 read, 1 loaded, 0 malformed" in result.line("  critic_agg.json  ")
    assert "quarantined: 'data' has no key 'movies', only 'note', 'xies'" in result.line("critic_agg_2.json")
    assert movies.values("select top_critic_score from bronze.critic_agg") == ["8.70"]
    assert gold(movies) == [("Up", 2009, Decimal("8.70"), None)]


PLAIN = "title,year,rating,votes\nUp,2009,8.70,298\nCoco,2017,8.3,359\n"


def packed(name: str, content: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(name, content)
    return target.getvalue()


def test_packed_files_are_read_whatever_packs_them(movies: Movies, contract: Contract) -> None:
    contract(HEADERS)
    files = {
        "critic_agg_1.csv.bz2": bz2.compress(PLAIN.encode()),
        "critic_agg_2.csv.zst": pa.compress(PLAIN.encode(), codec="zstd", asbytes=True),
        "critic_agg_3.zip": packed("critic_agg_3.csv", PLAIN),
        "critic_agg_4.csv": gzip.compress(PLAIN.encode()),
        "critic_agg_5.csv.gz": PLAIN.encode(),
    }
    result = movies.ingest({"critic_agg": files})
    assert (result.exit_code, result.err) == (0, "")
    for name in files:
        assert "2 read, 2 loaded, 0 malformed" in result.line(f"  {name}  ")
    assert movies.rows("select _file, top_critic_score from bronze.critic_agg where movie_title = 'Up' order by 1") == [
        (name, "8.70") for name in files
    ]


def test_parquet_keeps_exact_text(movies: Movies, contract: Contract) -> None:
    contract(HEADERS, format="parquet", files="critic_agg*.parquet")
    target = io.BytesIO()
    figures = {"rating": [Decimal("8.70"), Decimal("8.30")], "votes": [298.0, None], "on": [date(2026, 11, 1), None]}
    pq.write_table(pa.table({"title": ["Up", "Coco"], "year": [2009, 2017]} | figures), target)
    files = {"critic_agg_2026-11-01.parquet": target.getvalue(), "critic_agg.parquet": PLAIN.encode()}
    result = movies.run({"critic_agg": files})
    assert result.exit_code == 11
    assert "2 read, 2 loaded, 0 malformed, unexpected columns: on" in result.line("critic_agg_2026-11-01.parquet  ")
    assert "this is text or unknown data, not a Parquet file" in result.line("  critic_agg.parquet  ")
    assert movies.rows(
        "select _line, release_year, top_critic_score, total_critic_reviews_counted, _extra "
        "from bronze.critic_agg order by _line"
    ) == [(1, "2009", "8.70", "298", '{"on": "2026-11-01"}'), (2, "2017", "8.30", None, '{"on": null}')]
    assert gold(movies) == [("Up", 2009, Decimal("8.70"), 298), ("Coco", 2017, Decimal("8.30"), None)]


def test_a_figure_that_is_an_error_of_a_spreadsheet_is_rejected(movies: Movies, contract: Contract) -> None:
    contract(format="xlsx", files="critic_agg*.xlsx")
    errors: list[Cell] = [("e", 0, "#DIV/0!"), ("e", 0, "#N/A"), ("e", 0, "#REF!")]
    rows: list[list[Cell]] = [[*CRITIC.strip().split(",")], ["Up", "2009", *errors], ["Ran", "1985", "97", "9.0", "80"]]
    result = movies.run({"critic_agg": {"critic_agg_2026-11-01.xlsx": workbook({"Data": rows})}})
    assert result.exit_code == 0
    # Not available is no figure, and no error.
    assert "2 rows, 0 rejected, 2 values rejected" in result.line("  critic_agg  2 rows")
    rejected = "select value from silver.rejected order by value"
    assert movies.values(rejected) == ["#DIV/0!", "#REF!"]


def test_a_workbook_is_kept_as_its_sheet_holds_it(movies: Movies, contract: Contract) -> None:
    contract(HEADERS, format="xlsx", files="critic_agg*.xlsx", skip_lines=1)
    rows: list[list[Cell]] = [["Report"], ["title", "year", "rating"], ["Up", number("2009"), number("8.7")]]
    files = {
        "critic_agg_2026-11-01.xlsx": workbook({"Data": rows}),
        "critic_agg_2.xlsx": workbook({"A": rows, "B": rows}),
        "critic_agg_3.xlsx": b"%PDF-1.7",
    }
    result = movies.run({"critic_agg": files})
    assert result.exit_code == 11
    assert "1 read, 1 loaded, 0 malformed" in result.line("critic_agg_2026-11-01.xlsx  ")
    assert "several sheets with something in them, 'A', 'B'" in result.line("critic_agg_2.xlsx  ")
    assert "this is a PDF document, not an Excel workbook (.xlsx)" in result.line("critic_agg_3.xlsx  ")
    assert movies.rows("select _line, release_year, top_critic_score from bronze.critic_agg") == [(3, "2009", "8.7")]
    assert gold(movies) == [("Up", 2009, Decimal("8.70"), None)]


UNREADABLE = {
    "critic_agg_2026-11.pdf": (b"%PDF-1.7\n", "a PDF document"),
    "critic_agg_2026-11.xls": (b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"), "an old Excel workbook (.xls)"),
    "critic_agg_2026-11.xlsx": (workbook({"A": [["title"]]}), "an Excel workbook (.xlsx)"),
    "critic_agg_2026-11.7z": (b"7z\xbc\xaf\x27\x1c\0\4", "a 7z archive"),
    "critic_agg_2026-11.tar.gz": (gzip.compress(b"".ljust(257, b"\0") + b"ustar\0"), "a tar archive"),
}


def test_what_no_reader_takes_is_named_and_not_told_to_be_renamed(movies: Movies) -> None:
    movies.inbox.mkdir()
    for name, (content, what) in UNREADABLE.items():
        (movies.inbox / name).write_bytes(content)
        alone = movies("ingest", str(movies.inbox / name))
        assert (alone.exit_code, alone.error()) == (1, f"{name}: this is {what}, and the contracts take csv and json")
        assert movies("check", str(movies.inbox / name)).error() == alone.error()
    together = movies("ingest", str(movies.inbox))
    assert together.exit_code == 0
    for name, (_, what) in UNREADABLE.items():
        assert together.line(f"{name}: ") == f"left alone: {name}: this is {what}, and the contracts take csv and json"


def test_a_zip_of_several_files_is_named(movies: Movies) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.csv", CRITIC)
        archive.writestr("b.csv", CRITIC)
    result = movies.run({"critic_agg": {"critic_agg.csv.zip": target.getvalue()}})
    assert result.exit_code == 11
    assert "this is a ZIP archive with 2 files (a.csv, b.csv); deliver each by itself" in result.line("quarantined")


def test_title_and_year_in_one_field(movies: Movies, contract: Contract) -> None:
    contract(
        {"title": "total_critic_reviews_counted", "rating": "top_critic_score"},
        extract={"total_critic_reviews_counted": r"(?P<movie_title>.+) \((?P<release_year>\d{4})\)"},
    )
    content = "title,rating\nHarbor Lights (2001),7.1\nUp (2009),8.7\nUndated,5\n"
    result = movies.run({"critic_agg": {"critic_agg.csv": content}})
    assert (result.exit_code, result.err) == (0, "")
    assert "3 read, 2 loaded, 1 malformed (line 4: " in result.line("  critic_agg.csv  ")
    assert movies.values("select total_critic_reviews_counted from bronze.critic_agg order by _line") == [
        "Harbor Lights (2001)",
        "Up (2009)",
    ]
    assert [row[:2] for row in gold(movies)] == [("Harbor Lights", 2001), ("Up", 2009)]


@pytest.mark.slow
def test_a_provider_that_does_not_quote_from_its_first_file_to_gold(movies: Movies, project: Path) -> None:
    movies.inbox.mkdir()
    sample = movies.inbox / "tsvtitles_2026-11-01.tsv"
    sample.write_text(TITLES)
    added = add(project, movies, "tsvtitles", sample.name)
    assert "13 read, 13 loaded, 0 malformed" in added["checked"]["summary"]
    assert "quoting: none" in (project / "ingest/contracts/tsvtitles.yml").read_text()
    for verb in (["ingest", str(sample)], ["transform"]):
        done = in_project(project, "movies_lakehouse.cli.main", "--lake", str(movies.lake_folder), *verb)
        assert (done.exit_code, done.err) == (0, "")
    assert movies.values(
        "select movie_title from gold.movies_unified where release_year > 2000 order by release_year"
    ) == ["Harbor Lights", '"Rolling Home', "Second Tide", "Third Wave", 'Vinyl 12"', "Fourth Floor", "Fifth Row"]
    assert movies.values("select votes from gold.movies_unified where movie_title = 'Third Wave'") == [5400]
