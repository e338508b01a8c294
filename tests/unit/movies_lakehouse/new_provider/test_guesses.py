import gzip
import json
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from ingest.common.errors import BadFile, MoviesError
from movies_lakehouse.new_provider.draft import Draft, draft
from movies_lakehouse.new_provider.kinds import kind_of
from movies_lakehouse.new_provider.movie_columns import movie_columns
from movies_lakehouse.new_provider.names import column_names
from movies_lakehouse.new_provider.sample import ROWS_SEEN, Sample, delimiter_of, look
from movies_lakehouse.new_provider.texts import contract, staging_model
from tests.unit.ingest.workbook import number, workbook

MOVIES = [("Amélie", 2001), ("The Good, the Bad and the Ugly", 1966), ("Monsters, Inc.", 2001), ("1917", 2019)]


def sampled(folder: Path, content: str | bytes, name: str = "x.csv") -> Sample:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return look(path)


def drafted(folder: Path, content: str | bytes, name: str = "x.csv") -> Draft:
    return draft("streaming", sampled(folder, content, name), {"movie_id", "roi"}, {"order"}, (None, None))


def rows(delimiter: str, header: tuple[str, ...] = ("title", "year")) -> str:
    lines = [header, *((f'"{title}"' if delimiter in title else title, str(year)) for title, year in MOVIES)]
    return "".join(delimiter.join(line) + "\n" for line in lines)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "::"])
def test_the_delimiter(tmp_path: Path, delimiter: str) -> None:
    sample = sampled(tmp_path, rows(delimiter))
    assert (sample.layout.format, sample.layout.delimiter) == ("csv", delimiter)
    assert sample.columns == {"title": [title for title, _ in MOVIES], "year": [str(year) for _, year in MOVIES]}


@pytest.mark.parametrize(
    ("encoded", "encoding"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-8"), ("cp1252", "cp1252")],
)
def test_the_encoding(tmp_path: Path, encoded: str, encoding: str) -> None:
    # A byte order mark says it to every reader, whatever the contract says.
    sample = sampled(tmp_path, rows(";").encode(encoded))
    assert sample.layout.encoding == encoding
    assert sample.columns["title"][0] == "Amélie"


def test_one_accent_at_the_very_end_decides_the_encoding(tmp_path: Path) -> None:
    late = "title,year\n" + "Up,2009\n" * 200_000 + "Amélie,2001\n"
    assert sampled(tmp_path, late.encode("cp1252")).layout.encoding == "cp1252"


def test_a_compressed_sample(tmp_path: Path) -> None:
    made = drafted(tmp_path, gzip.compress(rows("\t").encode()), "x.tsv.gz")
    assert (made.files, made.layout.delimiter) == ("streaming*.tsv", "\t")


@pytest.mark.parametrize(("name", "files"), [("x", "*.csv"), ("x.TXT", "*.TXT"), ("x.c[s", "*.csv"), ("x.gz", "*.csv")])
def test_the_names_of_its_files(tmp_path: Path, name: str, files: str) -> None:
    content = rows(",").encode()
    made = drafted(tmp_path, gzip.compress(content) if name.endswith(".gz") else content, name)
    assert made.files == f"streaming{files}"


@pytest.mark.parametrize("separator", [", ", "\n"], ids=["array", "lines"])
def test_json(tmp_path: Path, separator: str) -> None:
    items = [{"movie": "Up", "year": 2009, "cast": []}, {"movie": "Ran", "oscars": 1, "year": 1985, "cast": None}]
    text = separator.join(map(json.dumps, items))
    sample = sampled(tmp_path, f" [{text}]" if separator == ", " else text, "x.json")
    assert sample.layout.format == "json"
    assert sample.columns == {"movie": ["Up", "Ran"], "year": ["2009", "1985"], "oscars": [None, "1"]}


def test_quotes_that_are_text(tmp_path: Path) -> None:
    made = drafted(tmp_path, b'title,year\n"Up,2009\nRan,1985\nVinyl 12",2005\n')
    assert made.layout.quoting == "none"
    assert "    quoting: none  # guessed" in contract(made)
    assert "written as: csv, utf-8, separated by ',', quotes are text" in made.guesses()
    quoted = drafted(tmp_path, b'title,year\n"Up, Up",2009\nRan,1985\n"Vinyl 12""",2005\n')
    assert "quoting" not in contract(quoted)


def test_a_workbook_and_a_parquet_file(tmp_path: Path) -> None:
    table = pa.table({"Movie": ["Up", "Ran"], "year": [2009, 1985]})
    pq.write_table(table, tmp_path / "made.parquet")
    for content, name in (
        (workbook({"A": [["Movie", "year"], ["Up", number("2009")], ["Ran", number("1985")]]}), "x.xlsx"),
        ((tmp_path / "made.parquet").read_bytes(), "x.parquet"),
    ):
        made = drafted(tmp_path, content, name)
        kind = name.partition(".")[2]
        assert (made.title, made.year, made.files) == ("Movie", "year", f"streaming*.{kind}")
        assert f"written as: {kind}" in made.guesses()
        assert f"    format: {kind}\n    key" in contract(made)


QUARANTINE = {
    "empty": (b"", "empty file; deliver at least the header"),
    "blank": (b" \n\n", "empty file"),
    "binary": (bytes(range(9)) * 9, "this is binary data"),
    "workbook": (b"PK\x03\x04" + b"x" * 99, "the ZIP archive is damaged"),
    "page": (b"<!DOCTYPE html><html></html>", "an HTML page"),
    "no header": (b"Up,2009,12\nRan,1985,9\n", "header: '2009' is a value, not a column's name; put a line with"),
    "money for a header": (b'Up,"$1,200"\nRan,"$9"\n', "header: '$1,200' is a value"),
    "header alone": (b"title,year\n", "not one row that can be read"),
    "one column": (b"title\nUp\n", "a title and a year are due, and found: 'title'; deliver"),
    "one name": (b"title,,\nUp,2009,1\n", "found: 'title';"),
    "a name twice": (b"title,year,Year\nUp,2009,1\n", "header: 'year' and 'Year' are one name; deliver it once"),
    "open quote": (b'"title,year\nUp,2009\n', "a quote in the header is not closed properly"),
    "no objects": (b"[]", "no objects with keys in it"),
    "other items": (b"[1, 2]", "no objects with keys in it"),
    "cut off": (b'[{"title": "Up", "year": 2009}', "line 1, item 1: the file ends in the middle of it"),
    "an object around": (b'{"movies": [{"title": "Up"}]}', "found: 'title';"),
}


@pytest.mark.parametrize(("content", "says"), QUARANTINE.values(), ids=QUARANTINE.keys())
def test_what_cannot_be_a_sample(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(BadFile) as error:
        sampled(tmp_path, content)
    assert str(error.value).startswith("x.csv: ")
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_a_sample_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MoviesError, match=r"gone.csv: No such file or directory; "):
        look(tmp_path / "gone.csv")
    with pytest.raises(MoviesError, match=r": Is a directory; "):
        look(tmp_path)


# Columns with values of two movies, and which of them are title and year.
MOVIE_COLUMNS = {
    "plain": ({"title": "Up|Ran", "year": "2009|1985"}, ("title", "year")),
    "order does not matter": ({"Yr": "2009|1985", "votes": "9|2000", "Movie": "Up|Ran"}, ("Movie", "Yr")),
    "a figure that could be a year": (
        {"votes": "1999|2001", "movie": "Up|Ran", "year": "2009|1985"},
        ("movie", "year"),
    ),
    "years of two things": (
        {"year_ceremony": "2010|1986", "year_movie": "2009|1985", "movie": "Up|Ran"},
        ("movie", "year_movie"),
    ),
    "a year of release": (
        {"year": "2010|1986", "releaseYear": "2009|1985", "movie": "Up|Ran"},
        ("movie", "releaseYear"),
    ),
    "nameless": ({"a": "tt0001|tt0002", "b": "Up|Ran", "c": "2009.0|1985.0"}, ("b", "c")),
    "codes before the title": ({"movie_id": "tt0001|tt0002", "name": "Up|Ran", "y": "2009|1985"}, ("name", "y")),
    "a director too": ({"director": "Docter|Kurosawa", "movie": "Up|Ran", "year": "2009|1985"}, ("movie", "year")),
    "two titles": ({"Original Title": "Oben|Ran", "Title": "Up|Ran", "year": "2009|1985"}, ("Title", "year")),
    "a genre is no title": ({"movie genre": "Drama|Drama", "what": "Up|Ran", "year": "2009|1985"}, ("what", "year")),
    "a title that is a number": (
        {"n": "1|2", "title": "1917|Up|Ran|Coco|Roma|Soul", "year": "2019|2009"},
        ("title", "year"),
    ),
    "a title week after week": ({"title": "Up|Up|Up", "studio": "Up|Ran|X", "year": "2009"}, ("title", "year")),
    "a kind of work is no title": (
        {"titleType": "movie|tvSeries", "primaryTitle": "Up|Ran", "startYear": "2009|1985"},
        ("primaryTitle", "startYear"),
    ),
    "a kind of work beside a name": (
        {"titleType": "movie|movie|tvMovie", "name": "Up|Ran|Coco", "year": "2009|1985|2017"},
        ("name", "year"),
    ),
    "a word over and over is no title": (
        {"title group": "Drama|Drama|Comedy", "name": "Up|Ran|Coco", "year": "2009|1985|2017"},
        ("name", "year"),
    ),
    "of two titles the one that differs": (
        {"title series": "Pixar|Pixar|Pixar", "movie title": "Up|Ran|Coco", "year": "2009|2009|2009"},
        ("movie title", "year"),
    ),
    "titles that are numbers": (
        {"title": "1917|300|2012", "studio": "A|B|C", "year": "2019|2006|2009"},
        ("title", "year"),
    ),
    "numbers of titles are none": ({"title_id": "17|30", "name": "Up|Ran", "year": "2009|1985"}, ("name", "year")),
    "a year behind the title": ({"studio": "A|B", "film": "Up (2009)|Ran (1985)"}, ("film", "film")),
    "a year behind the title and by itself": ({"film": "Up (2009)|Ran (1985)", "yr": "2009|1985"}, ("film", "yr")),
    "a day is no title": ({"title seen": "2020-01-01|2020-01-02", "x": "Up|Ran", "year": "2009|1985"}, ("x", "year")),
}


def of_columns(columns: dict[str, str]) -> Sample:
    values: dict[str, list[str | None]] = {name: [*text.split("|")] for name, text in columns.items()}
    return Sample(Path("x.csv"), None, values)  # type: ignore[arg-type]


@pytest.mark.parametrize(("columns", "found"), MOVIE_COLUMNS.values(), ids=MOVIE_COLUMNS.keys())
def test_title_and_year(columns: dict[str, str], found: tuple[str, str]) -> None:
    assert movie_columns(of_columns(columns)) == found


def test_title_and_year_that_are_told() -> None:
    sample = of_columns({"Title": "Up|Ran", "Alias": "Oben|Lear", "year": "2009|1985", "seen": "2010|2011"})
    assert movie_columns(sample, title="alias ") == ("Alias", "year")
    assert movie_columns(sample, year="SEEN") == ("Title", "seen")
    assert movie_columns(sample, "Alias", "seen") == ("Alias", "seen")
    assert movie_columns(of_columns({"year": "2009|1985", "came": "2009|1985"}), title="year") == ("year", "came")


@pytest.mark.parametrize(
    ("years", "says"),
    [
        ({"released": "29/05/09|01/06/85"}, "holds no years but such as '29/05/09'; have the year delivered in a "),
        ({"released": "0001-01-01|9999-12-31"}, "holds no years but such as '0001-01-01'; have the year"),
        ({"released": "May|June"}, "holds no years but such as 'May'; have the year"),
        ({"released": "N/A|"}, "holds nothing; have the year delivered in a column of its own"),
        ({"released": "12|2009|77"}, "holds no years but such as '12'; have the year"),
        ({"released": "MMIX|MMX", "year": "2009|1985"}, "holds no years but such as 'MMIX'; years are in 'year'"),
    ],
)
def test_a_year_that_is_told_and_is_none(years: dict[str, str], says: str) -> None:
    with pytest.raises(MoviesError) as error:
        movie_columns(of_columns({"title": "Up|Ran", **years}), year="Released")
    assert str(error.value).startswith(f"x.csv: --year 'released' {says}")


@pytest.mark.parametrize(
    "dates",
    [
        "2009-05-29|1985-06-01",
        "2009-05-29T00:00:00|1985-06-01 12:00",
        "29/05/2009|6/1/1985",
        "29.05.2009|",
        "29 May 2009|1. Juni 1985",
        "May 29, 2009|Jun. 1, 1985",
    ],
)
def test_a_year_is_taken_out_of_dates(tmp_path: Path, dates: str) -> None:
    first, second = dates.split("|")
    path = tmp_path / "x.csv"
    path.write_text(f'Title,released,release_year\nUp,"{first}",x\nRan,"{second}",y\n')
    made = draft("x", look(path), set(), set(), (None, "released"))
    said = yaml.safe_load(contract(made))["tables"]["x"]
    assert said["key"] == ["title", "release_year_2"]
    taken = re.fullmatch(said["extract"]["released"], first)
    assert taken and taken["release_year_2"] == "2009"
    assert "{{ year('release_year_2') }} as release_year" in staging_model(made)
    assert "year: 'released', out of its dates" in made.guesses()


def test_title_and_year_are_taken_out_of_one_field(tmp_path: Path) -> None:
    sample = "film,seen\nUp (2009),9\nRan (Chaos)(1985),8\nCoco (3D) (2017),7\n"
    made = drafted(tmp_path, sample)
    said = yaml.safe_load(contract(made))["tables"]["streaming"]
    assert (said["key"], list(said["columns"])) == (
        ["movie_title", "release_year"],
        ["film", "seen", "movie_title", "release_year"],
    )
    taken = [re.fullmatch(said["extract"]["film"], title) for title in ("Ran (Chaos)(1985)", "Coco (3D) (2017)")]
    assert [each and each.groups() for each in taken] == [("Ran (Chaos)", "1985"), ("Coco (3D)", "2017")]
    assert "{{ title('movie_title') }} as movie_title" in staging_model(made)
    assert "year: 'film', out of its title" in made.guesses()


def test_movies_inside_an_object(tmp_path: Path) -> None:
    movies = [{"title": title, "year": year} for title, year in MOVIES]
    made = drafted(tmp_path, json.dumps({"page": 1, "tags": ["x"], "data": {"n": {"m": 4}, "list": movies}}), "x.json")
    assert yaml.safe_load(contract(made))["tables"]["streaming"]["records"] == "data.list"
    assert "written as: json, utf-8, the movies in 'data.list'" in made.guesses()
    one = drafted(tmp_path, json.dumps({"title": "Up", "year": 2009, "cast": [{"name": "Asner"}]}), "x.json")
    assert one.layout.records == ""


def test_columns_of_ids(tmp_path: Path) -> None:
    header = "tconst,title,year,tmdbId,wiki,rank,parent"
    made = drafted(tmp_path, f"{header}\ntt1049413,Up,2009,14160,Q174811,1,tt1\ntt0089881,Ran,1985,11645,Q209170,2,tt1")
    said = yaml.safe_load(contract(made))["tables"]["streaming"]
    assert said["identifiers"] == {"imdb": "tconst", "tmdb": "tmdb_id", "wikidata": "wiki"}
    assert said["columns"]["tconst"] == "The movie's id at IMDb."
    assert [column.header for column in made.columns] == ["rank", "parent"]
    assert "id at TMDB: 'tmdbId'" in made.guesses()


def test_a_date_is_no_year_and_is_said() -> None:
    with pytest.raises(MoviesError, match=r"2035\); --year 'released' takes it out of dates; have the year delivered"):
        movie_columns(of_columns({"title": "Up|Ran", "released": "2009-05-29|1985-06-01"}))


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ((None, None), "no column could be the title (texts, most of them different); name it with --title COLUMN"),
        (("code", None), "no column could be the year (most values from 1880 to 2035); have the year delivered in"),
        (("cod", None), "--title 'cod' is no column; did you mean 'code'?"),
        ((None, "x"), "--year 'x' is no column; known here: code, when"),
        (("code", "code"), "'code' cannot be both title and year"),
    ],
)
def test_title_and_year_that_cannot_be(told: tuple[str | None, str | None], says: str) -> None:
    when = "1850|1851" if told[0] == "code" else "2009|1985"
    with pytest.raises(MoviesError) as error:
        movie_columns(of_columns({"code": "t1|t2", "when": when}), *told)
    assert str(error.value).startswith("x.csv: ")
    assert says in str(error.value)


# Header, values, the call that a staging model makes.
KINDS = [
    ("hours", "1200|7|1024.0", "whole_number('x')"),
    ("change", "-5|7", "whole_number('x', -999999999999, 999999999999)"),
    ("score", "8|7|9|8|7|8.5", "decimal_number('x', 0, 10)"),
    ("score", "81.5|7", "decimal_number('x', 0, 100)"),
    ("index", "812.5|-7", "decimal_number('x', -999.99, 999.99)"),
    ("hours", "8|9|7|8|9|1812.5", "trimmed('x')"),
    ("views", "1,024|12,000", "trimmed('x')"),
    ("views", "8|9|N/A|-||7", "whole_number('x')"),
    ("views", "8|9|7|8|many", "whole_number('x')"),
    ("views", "8|many|some", "trimmed('x')"),
    ("worldwide gross", "1000|2000.50", "usd('x')"),
    ("Budget (USD)", "|n/a", "usd('x')"),
    ("Take ($)", "12|13", "usd('x')"),
    ("takings", "$1,024|$7.50|", "usd('x')"),
    ("gross", "1.024.000|7,50|1.024", "usd('x')"),
    ("gross", "1.00E+08|1.5e+06", "usd('x')"),
    # Nothing shows what the comma is.
    ("takings", "$1,024|$7|", "trimmed('x')"),
    ("views", "1,024,000|12,000", "whole_number('x')"),
    ("views", "1.024.000|12.000", "whole_number('x')"),
    ("stars", "4,5|3,25", "decimal_number('x', 0, 10)"),
    ("gross", "€12|€13", "trimmed('x')"),
    ("liked", "87%|87.5%|7", "percentage('x')"),
    ("pct_liked", "87|87.5", "percentage('x')"),
    ("first seen", "2019-01-01|2020-12-31", "trimmed('x')"),
    ("studio", "Pixar|Ghibli", "trimmed('x')"),
    ("note", "|", "trimmed('x')"),
]


@pytest.mark.parametrize(("header", "values", "call"), KINDS)
def test_the_kind_of_a_column(header: str, values: str, call: str) -> None:
    assert kind_of(header, values.split("|")).sql("x") == "{{ " + call + " }}"


@pytest.mark.parametrize(
    ("header", "values", "said"),
    [
        ("seen", "2019-01-01", "text of a date"),
        ("views", "1,024", "text of a number"),
        ("studio", "Pixar", "text"),
        ("stars", "4.5", "decimal number from 0 to 10"),
        ("views", "4", "whole number"),
    ],
)
def test_a_kind_says_what_it_is(header: str, values: str, said: str) -> None:
    assert str(kind_of(header, [values])) == said


@pytest.mark.parametrize(
    ("headers", "names"),
    [
        (["Score", "score!", "score 2"], ["score", "score_2", "score_2_2"]),
        (["score!", "score"], ["score_2", "score"]),
        (["order", "roi", "3D"], ["p_order", "p_roi", "p_3d"]),
        (["片名", "Étoiles"], ["column_1", "etoiles"]),
    ],
)
def test_names_of_columns(headers: list[str], names: list[str]) -> None:
    assert list(column_names(headers, "p", {"order", "roi"}).values()) == names


def test_a_title_keeps_a_name_that_only_gold_gives_a_meaning(tmp_path: Path) -> None:
    made = drafted(tmp_path, "movie_id,year,roi,order\nUp,2009,1,2\n")
    assert list(made.names.values()) == ["movie_id", "year", "streaming_roi", "streaming_order"]


def test_of_a_large_sample_only_the_first_rows_are_seen(tmp_path: Path) -> None:
    items = "".join(json.dumps({"title": f"Movie {number}", "year": 2009}) + "\n" for number in range(ROWS_SEEN * 4))
    columns = sampled(tmp_path, items, "x.json").columns
    assert (columns["title"][0], columns["title"][-1]) == ("Movie 0", f"Movie {ROWS_SEEN - 1}")
    assert len(columns["year"]) == ROWS_SEEN


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("title;year\nUp;2009\nno row\n", ";"),
        ("Title, original\tYear\tGross, worldwide, in dollars\nUp\t2009\t1,2\nRan\t1985\t9\n", "\t"),
        ("title,cast,year\nUp,A|B,2009\nRan,C|D,1985\n", ","),
        ('title|note|year\nUp|"a;\nb;c"|2009\n', "|"),
        ("title\nUp\n", ","),
        ("", ","),
    ],
)
def test_a_delimiter_that_is_hard_to_see(text: str, delimiter: str) -> None:
    assert delimiter_of(text) == delimiter
