"""Files that are odd but readable: what bronze keeps of them, to the line, and which movies reach gold."""

import codecs
import gzip
import json
from dataclasses import dataclass

import pytest

from tests.journey.support import CRITIC, Movies, Result, pulse


@dataclass(frozen=True)
class Case:
    """A file, and what is due: (line, title) of its bronze rows, (line, reason) of those malformed, movies in gold."""

    name: str
    content: str | bytes
    bronze: list[tuple[int, str | None]]
    malformed: list[tuple[int, str]]
    gold: list[str]
    says: str = ""

    @property
    def table(self) -> str:
        return "audience_pulse" if ".json" in self.name else "critic_agg"

    @property
    def title_column(self) -> str:
        return "title" if self.table == "audience_pulse" else "movie_title"


def critic(*movies: str) -> str:
    """A critic_agg delivery; of a movie that is a title alone the figures do not matter."""
    return CRITIC + "".join(
        f"{movie}\n" if "," in movie or not movie else f"{movie},2001,80,8.0,100\n" for movie in movies
    )


def items(*texts: str) -> str:
    """An audience_pulse delivery in which every item has a line of its own."""
    return "[" + ",\n".join(texts) + "]"


def movie(title: str, **figures: object) -> str:
    return pulse({"title": title} | figures)[1:-1]


BOM, LE, BE = codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE
LARGE = "x" * 1_000_000
LONE = movie("Half").replace("Half", "Half \\ud83c")
NUL = movie("Bad").replace("Bad", "Ba\\u0000d")
REORDERED = "total_critic_reviews_counted,release_year,movie_title,top_critic_score,critic_score_percentage\n"
ODDLY_CASED = " Movie_Title ,RELEASE_YEAR,Critic_Score_Percentage,top_critic_SCORE,total_critic_reviews_counted\n"
FOOTED = "Footed,2001,80,8.0,100\n"

CASES = [
    # Ragged rows.
    Case(
        "short.csv", critic("Short A", "Short B,2001,80"), [(2, "Short A")], [(3, "3 fields instead of 5")], ["Short A"]
    ),
    Case(
        "long.csv",
        critic("Long A,2001,80,8,1,,", "Long B"),
        [(3, "Long B")],
        [(2, "7 fields instead of 5")],
        ["Long B"],
    ),
    Case(
        "comma_in_title.csv",
        critic("The Good, the Bad,1966,97,8.8,83", '"Crouching, Hidden",2000,98,8.6,168'),
        [(3, "Crouching, Hidden")],
        [(2, "6 fields instead of 5")],
        ["Crouching, Hidden"],
    ),
    Case(
        "blank_lines.csv",
        "\n" + critic("Blank A", ",,,,", "", "", "Blank B,2001,80,8.0,1", ""),
        [(3, "Blank A"), (4, ""), (7, "Blank B")],
        [],
        ["Blank A", "Blank B"],
    ),
    # Quotes.
    Case(
        "quotes.csv",
        critic('"Quoted ""Up"" A"', '"Quoted\nTwo\nLines"', '"Broken" A"', 'Stray "B" C', "After"),
        [(2, 'Quoted "Up" A'), (3, "Quoted\nTwo\nLines"), (7, 'Stray "B" C'), (8, "After")],
        [(6, "a quote is not closed properly")],
        ['Quoted "Up" A', "Quoted\nTwo\nLines", 'Stray "B" C', "After"],
    ),
    Case(
        "quote_closed_later.csv",
        critic("Early", '"Opened', "Swallowed", '"Late"', "Later"),
        [(2, "Early"), (4, "Swallowed"), (5, "Late"), (6, "Later")],
        [(3, "a quote is not closed properly")],
        ["Early", "Swallowed", "Late", "Later"],
    ),
    # Encodings and line ends.
    Case("bom.csv", BOM + critic("Bom É").encode(), [(2, "Bom É")], [], ["Bom É"]),
    Case("bom.json", BOM + items(movie("Bom Ö")).encode(), [(1, "Bom Ö")], [], ["Bom Ö"]),
    Case("utf16_le.csv", LE + critic("Le É 千").encode("utf-16-le"), [(2, "Le É 千")], [], ["Le É 千"]),
    Case("utf16_be.csv", BE + critic("Be É 千").encode("utf-16-be"), [(2, "Be É 千")], [], ["Be É 千"]),
    Case("utf16.json", LE + items(movie("Le Ö 🎬")).encode("utf-16-le"), [(1, "Le Ö 🎬")], [], ["Le Ö 🎬"]),
    Case(
        "crlf.csv",
        critic("Crlf A", '"Crlf\nB"', "Crlf C,2001", "Crlf D").replace("\n", "\r\n"),
        [(2, "Crlf A"), (3, "Crlf\r\nB"), (6, "Crlf D")],
        [(5, "2 fields instead of 5")],
        ["Crlf A", "Crlf\r\nB", "Crlf D"],
    ),
    Case(
        "cr.csv",
        critic("Cr A", "Cr B,2001", "Cr C").replace("\n", "\r"),
        [(2, "Cr A"), (4, "Cr C")],
        [(3, "2 fields instead of 5")],
        ["Cr A", "Cr C"],
    ),
    Case("no_last_line_end.csv", critic("Ended").rstrip("\n"), [(2, "Ended")], [], ["Ended"]),
    Case(
        "nul.csv",
        critic("Nul A", "Nul\0 B", "Nul C"),
        [(2, "Nul A"), (4, "Nul C")],
        [(3, "NUL bytes")],
        ["Nul A", "Nul C"],
    ),
    # Nothing, and more than movies.
    Case("header_only.csv", CRITIC, [], [], [], says="0 read, 0 loaded, 0 malformed"),
    Case("nothing.json", "[]", [], [], [], says="0 read, 0 loaded, 0 malformed"),
    Case("footer.csv", CRITIC + FOOTED + "TOTAL,,,,100\n", [(2, "Footed"), (3, "TOTAL")], [], ["Footed"]),
    Case("short_footer.csv", critic("Feet", "TOTAL,100"), [(2, "Feet")], [(3, "2 fields instead of 5")], ["Feet"]),
    Case(
        "large_field.csv",
        critic("Large A", LARGE, "Large B"),
        [(2, "Large A"), (4, "Large B")],
        [(3, "a field is larger than 64 KiB")],
        ["Large A", "Large B"],
    ),
    # Headers.
    Case("reordered.csv", REORDERED + "100,2001,Reordered,8.0,80\n", [(2, "Reordered")], [], ["Reordered"]),
    Case("oddly_cased.csv", ODDLY_CASED + "Cased,2001,80,8.0,100\n", [(2, "Cased")], [], ["Cased"]),
    Case(
        "extra.csv",
        CRITIC.replace("\n", ",studio,\n") + "Extra,2001,80,8.0,100,Pixar,x\n",
        [(2, "Extra")],
        [],
        ["Extra"],
        says="1 read, 1 loaded, 0 malformed, unexpected columns: studio, column 7",
    ),
    # Gzip.
    Case("zipped.csv.gz", gzip.compress(critic("Zipped").encode()), [(2, "Zipped")], [], ["Zipped"]),
    Case("zipped.json.gz", gzip.compress(items(movie("Packed")).encode()), [(1, "Packed")], [], ["Packed"]),
    # JSON.
    Case(
        "lines.json",
        f"{movie('Line A')}\n\n{movie('Line B')}",
        [(1, "Line A"), (2, "Line B")],
        [],
        ["Line A", "Line B"],
    ),
    Case("one.json", movie("Alone"), [(1, "Alone")], [], ["Alone"]),
    Case(
        "key_twice.json",
        items(movie("Once"), movie("Twice").replace("}", ', "year": "2002"}')),
        [(1, "Once")],
        [(2, "the key 'year' is there twice")],
        ["Once"],
    ),
    Case(
        "junk.json",
        items("1", '"x"', "null", "[]", "{}", movie("Not Junk")),
        [(5, None), (6, "Not Junk")],
        [(1, "not an object"), (2, "not an object"), (3, "not an object"), (4, "not an object")],
        ["Not Junk"],
    ),
    Case(
        "nested.json",
        items(movie("List", audience_average_score=[7]), movie("Object", year={"y": 1}), movie("Flat")),
        [(3, "Flat")],
        [(1, "a nested value where text is due"), (2, "a nested value where text is due")],
        ["Flat"],
    ),
    Case(
        "nested_deep.json",
        items(movie("Deep").replace("}", ', "x": ' + "[" * 900 + "]" * 900 + "}"), movie("Shallow")),
        [(2, "Shallow")],
        [(1, "nested too deep for data about movies")],
        ["Shallow"],
    ),
    Case(
        "surrogates.json",
        items(LONE, movie("Whole 🎬")),
        [(2, "Whole 🎬")],
        [(1, "text that is not valid Unicode (half of a surrogate pair)")],
        ["Whole 🎬"],
    ),
    Case("nul.json", items(NUL, movie("Nulless")), [(2, "Nulless")], [(1, "NUL bytes")], ["Nulless"]),
    Case(
        "large.json",
        items(movie(LARGE), movie("Not Large")),
        [(2, "Not Large")],
        [(1, "a field is larger than 64 KiB")],
        ["Not Large"],
    ),
    Case("keys_cased.json", items(movie("Keys").replace('"year"', '" YEAR"')), [(1, "Keys")], [], ["Keys"]),
    Case(
        "keys_more.json",
        items(movie("More", studio={"name": "Pixar", "id": 1})),
        [(1, "More")],
        [],
        ["More"],
        says="1 read, 1 loaded, 0 malformed, unexpected columns: studio",
    ),
]


def by_name(case: Case) -> str:
    return case.name


@pytest.fixture(scope="module")
def result(shared: Movies) -> Result:
    """All the files in one run."""
    return shared.run(
        {
            table: {case.name: case.content for case in CASES if case.table == table}
            for table in ("audience_pulse", "critic_agg")
        }
    )


def test_none_of_them_is_quarantined(result: Result) -> None:
    assert (result.exit_code, result.err) == (0, "")
    assert "quarantined" not in result.out


@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_an_odd_file_loads_what_can_be_read(shared: Movies, result: Result, case: Case) -> None:
    counts = f"{len(case.bronze + case.malformed)} read, {len(case.bronze)} loaded, {len(case.malformed)} malformed"
    assert (case.says or counts) in result.line(f"{case.table}  {case.name}  ")
    this = f"from {{}} where file = '{case.name}'"
    assert (
        shared.rows(
            f"select _line, {case.title_column} from bronze.{case.table} where _file = '{case.name}' order by _line"
        )
        == case.bronze
    )
    assert shared.rows(f"select line, reason {this.format('bronze.malformed_records')} order by line") == case.malformed
    assert shared.rows(f"select status, rows, malformed_records {this.format('bronze.deliveries')}") == [
        ("loaded" if case.bronze else "empty", len(case.bronze), len(case.malformed))
    ]
    assert gold(shared, case) == sorted(case.gold)
    assert rejected_rows(shared, case) == [line for line, title in case.bronze if title not in case.gold]


def gold(movies: Movies, case: Case) -> list[str]:
    """Titles in gold of the movies that the file brought."""
    return sorted(
        movies.values(
            "select movies_unified.movie_title from gold.movies_unified "
            f"inner join silver.{case.table} as delivered on movies_unified.movie_id = delivered.movie_id "
            f"where delivered._file = '{case.name}'"
        )
    )


def rejected_rows(movies: Movies, case: Case) -> list[int]:
    return movies.values(
        f"select distinct line from silver.rejected where file = '{case.name}' and rejects = 'row' order by line"
    )


def test_a_malformed_record_is_kept_as_text(shared: Movies, result: Result) -> None:
    texts = dict(shared.rows("select file, text from bronze.malformed_records where file like '%.csv'"))
    assert texts["comma_in_title.csv"] == "The Good, the Bad,1966,97,8.8,83"
    assert texts["quotes.csv"] == '"Broken" A",2001,80,8.0,100'
    assert texts["nul.csv"] == "Nul\0 B,2001,80,8.0,100"
    assert texts["large_field.csv"] == "x" * (64 * 1024 - len("... [cut]")) + "... [cut]"


def test_unexpected_columns_are_kept_in_extra(shared: Movies, result: Result) -> None:
    extra = dict(shared.rows("select _file, _extra from bronze.critic_agg where _extra is not null"))
    extra |= dict(shared.rows("select _file, _extra from bronze.audience_pulse where _extra is not null"))
    assert {file: json.loads(text) for file, text in extra.items()} == {
        "extra.csv": {"studio": "Pixar", "column 7": "x"},
        "keys_more.json": {"studio": {"name": "Pixar", "id": 1}},
    }


def test_figures_stand_where_the_header_says(shared: Movies, result: Result) -> None:
    figures = "critic_score_percentage, top_critic_score, total_critic_reviews_counted"
    assert (
        shared.rows(f"select {figures} from gold.movies_unified where movie_title in ('Reordered', 'Cased')")
        == [(80, 8, 100)] * 2
    )


def test_the_footer_is_listed_with_its_rule(shared: Movies, result: Result) -> None:
    assert shared.rows(
        "select line, column_name, value, expected, rejects from silver.rejected where file = 'footer.csv'"
    ) == [(3, "release_year", "", "a year from 1870 to 2100", "row")]
