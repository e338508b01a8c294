"""Files that cannot be read as what they claim to be: kept, refused with a line that says why, and in no table."""

import codecs
import gzip
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.journey.support import CRITIC, GROSS, Movies, Result, pulse

pytestmark = pytest.mark.slow

UP = "Up,2009,98,8.7,298\n"
MOVIE = pulse({"title": "Up", "year": "2009"})[1:-1]
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(range(256))
ZIPPED = gzip.compress((CRITIC + UP * 100).encode())


@dataclass(frozen=True)
class Refusal:
    """A file's name and content, and words of the line that refuses it."""

    name: str
    content: str | bytes
    says: str

    @property
    def table(self) -> str:
        return "audience_pulse" if ".json" in self.name else "critic_agg"


CASES = [
    # No text, or text that nobody can decode.
    Refusal("empty.csv", "", "empty file; deliver at least the header"),
    Refusal("blank.csv", "\n \n\r\n", "empty file; deliver at least the header"),
    Refusal("empty.json", "", "empty file; deliver at least []"),
    Refusal("blank.json", " \n\t\n", "empty file; deliver at least []"),
    Refusal("picture.csv", PNG, "this is a PNG image, not text"),
    Refusal("picture.json", PNG, "this is a PNG image, not text"),
    Refusal("zeros.csv", bytes(5000), "this is binary data"),
    Refusal("page.csv", "<!DOCTYPE html>\n<html><body>502 Bad Gateway</body></html>", "this is an HTML page"),
    Refusal("page.json", "\n<html><body>Sign in</body></html>", "this is an HTML page"),
    Refusal("latin1.csv", (CRITIC + UP + "Amélie,2001,90,8,190\n").encode("latin-1"), "line 3: byte 0xE9 is not UTF-8"),
    Refusal("latin1.json", pulse({"title": "x"}).replace("x", "é").encode("latin-1"), "line 1: byte 0xE9 is not UTF-8"),
    Refusal("utf16_unmarked.csv", (CRITIC + UP).encode("utf-16-le"), "UTF-16 without a byte order mark"),
    Refusal("utf16_cut.csv", codecs.BOM_UTF16_LE + (CRITIC + UP).encode("utf-16-le")[:-1], "is not UTF-16-LE"),
    # Gzip.
    Refusal("cut.csv.gz", ZIPPED[:-12], "the gzip file is cut off; deliver it again"),
    Refusal("cut_early.csv.gz", ZIPPED[:40], "the gzip file is cut off; deliver it again"),
    Refusal("damaged.csv.gz", ZIPPED[:60] + b"\0\0\0\0" + ZIPPED[64:], "the gzip file is damaged"),
    # Quotes.
    Refusal("open_at_end.csv", CRITIC + UP + '"Up,2009,98,8.7,298\n', "line 3: a quote in the record that starts here"),
    Refusal("open_in_middle.csv", CRITIC + UP + '"' + UP + UP + UP, "line 3: a quote in the record that starts here"),
    Refusal("open_twice.csv", CRITIC + UP + ('"' + UP + UP) * 2, "line 5: a quote in the record that starts here"),
    Refusal("open_header.csv", '"' + CRITIC + UP, "line 1: a quote in the header is not closed properly"),
    # Headers.
    Refusal(
        "column_twice.csv",
        CRITIC.replace("release_year", "release_year,Release_Year ") + UP.replace("2009", "2009,2010"),
        "header: 'release_year' and 'Release_Year ' are both column 'release_year'; deliver it once",
    ),
    Refusal(
        "column_missing.csv",
        CRITIC.replace(",top_critic_score", "") + "Up,2009,98,298\n",
        "column 'top_critic_score' missing; ask the provider for it",
    ),
    Refusal(
        "column_renamed.csv",
        CRITIC.replace("critic_score_percentage", "critic_score_pct") + UP,
        "column 'critic_score_percentage' missing; if 'critic_score_pct' is its new name, put that under 'renamed'",
    ),
    Refusal("no_header.csv", UP + UP, "found instead: 'Up', '2009', '98', '8.7', '298'"),
    Refusal("semicolons.csv", (CRITIC + UP).replace(",", ";"), "the columns look separated by ';'"),
    Refusal("tabs.csv", (CRITIC + UP).replace(",", "\t"), "the columns look separated by '\\t'"),
    Refusal("pipes.csv", (CRITIC + UP).replace(",", "|"), "the columns look separated by '|'"),
    Refusal("box_office.csv", GROSS + "Up,2009,293004164\n", "found instead: 'film_name', 'year_of_release', 'box_off"),
    Refusal("json_inside.csv", pulse({"title": "Up"}), "'top_critic_score', 'total_critic_reviews_counted' missing"),
    Refusal("key_missing.json", pulse({"title": "Up"}).replace('"year"', '"yaer"'), "if 'yaer' is its new name"),
    # More broken rows than a sound file has.
    Refusal(
        "ragged.csv",
        CRITIC + UP * 9 + "Up,2009\n" * 3,
        "line 11: 2 fields instead of 5, the first of 3 malformed records among 12",
    ),
    # JSON that is not JSON, or not an array of objects.
    Refusal("csv_inside.json", CRITIC + UP, "line 1: starts with 'm', not with an array"),
    Refusal("null.json", "null", "line 1: starts with 'n', not with an array"),
    Refusal("text.json", '"Up"', """line 1: starts with '"', not with an array"""),
    Refusal("wrapped.json", f'{{"data": [{MOVIE}]}}', "say 'records: data' in the contract"),
    Refusal("wrapped_pretty.json", f'{{\n"data": [\n{MOVIE}\n]\n}}', "one JSON object over several lines"),
    Refusal("one_pretty.json", MOVIE.replace(", ", ",\n"), "one JSON object over several lines"),
    Refusal("cut.json", f"[{MOVIE},\n{MOVIE[:40]}", "line 2, item 2: the file ends in the middle of it"),
    Refusal("cut_in_number.json", f"[{MOVIE},\n{MOVIE[:-1]}", "line 2, item 2: the file ends in the middle of it"),
    Refusal("cut_after_comma.json", f"[{MOVIE},", "line 1: the file ends before its array does"),
    Refusal("cut_after_item.json", f"[{MOVIE}", "line 1, item 1: the file ends in the middle of it"),
    Refusal("comma_too_many.json", f"[\n{MOVIE},\n]", "line 3, item 2: not JSON (a comma too many)"),
    Refusal("comma_in_object.json", f"[{MOVIE[:-1]},}}]", "line 1, item 1: not JSON"),
    Refusal(
        "comma_missing.json", f"[{MOVIE}\n{MOVIE}]", "line 2, item 1: not JSON (a comma or the end of the array is"
    ),
    Refusal("single_quotes.json", f"[{MOVIE}]".replace('"', "'"), "line 1, item 1: not JSON"),
    Refusal("nan.json", f"[{MOVIE},\n{MOVIE}]".replace("7.5", "NaN"), "line 1: NaN is not JSON; deliver null"),
    Refusal("infinity.json", f"[{MOVIE}]".replace("7.5", "-Infinity"), "-Infinity is not JSON; deliver null"),
    Refusal("two.json", f"[{MOVIE}]\n[{MOVIE}]", "line 2: something follows the array; deliver one array a file"),
    Refusal("deep.json", "[" * 100_000 + "]" * 100_000, "line 1: nested too deep"),
    Refusal("deep_objects.json", '{"a":' * 100_000 + "1" + "}" * 100_000, "line 1: nested too deep"),
    Refusal("deep_value.json", f"[{MOVIE}]".replace("7.5", "[" * 100_000 + "]" * 100_000), "line 1: nested too deep"),
]


def by_name(case: Refusal) -> str:
    return case.name


@pytest.fixture(scope="module")
def running(shared: Movies) -> Movies:
    """A lake that has movies already."""
    assert shared.run({"critic_agg": {"good.csv": CRITIC + "Coco,2017,97,8.3,359\n"}}).exit_code == 0
    return shared


def assert_refused(movies: Movies, result: Result, case: Refusal) -> None:
    receipt = result.line(f"{case.table}  {case.name}  quarantined: ")
    assert case.says in receipt
    ((status, reason, rows, sha256, archive),) = movies.rows(
        f"select status, reason, rows, sha256, archive from bronze.deliveries where file = '{case.name}'"
    )
    assert (status, rows) == ("quarantined", 0)
    assert receipt.endswith(f"quarantined: {reason}")
    kept = (movies.lake_folder / "archive" / archive).read_bytes()
    assert kept == (movies.folder / "inbox" / case.table / case.name).read_bytes()
    assert sha256 in archive


@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_a_refused_file_is_kept_and_told_and_changes_no_table(running: Movies, case: Refusal) -> None:
    before = running.snapshots()
    result = running.run({case.table: {case.name: case.content}})
    assert result.exit_code == 11
    assert result.err == ""
    assert "nothing new was loaded" in result.out
    assert "nothing was built, nothing was published" in result.out
    assert_refused(running, result, case)
    after = running.snapshots()
    assert after.pop("bronze.deliveries") != before.pop("bronze.deliveries")
    assert after == before


def test_refused_files_never_stop_the_others(movies: Movies) -> None:
    files: dict[str, dict[str, str | bytes]] = {
        "audience_pulse": {case.name: case.content for case in CASES if case.table == "audience_pulse"},
        "critic_agg": {case.name: case.content for case in CASES if case.table == "critic_agg"},
    }
    files["audience_pulse"]["last.json"] = pulse({"title": "Up", "year": "2009"})
    files["critic_agg"]["last.csv"] = CRITIC + UP
    result = movies.run(files)
    assert result.exit_code == 11
    for case in CASES:
        assert_refused(movies, result, case)
    assert movies.rows("select movie_title, critic_score_percentage, providers from gold.movies_unified") == [
        ("Up", 98, 2)
    ]


def test_a_file_delivered_again_whole_takes_the_place_of_the_refused_one(running: Movies) -> None:
    cut, whole = f"[{MOVIE}", f"[{MOVIE}]"
    assert [running.run({"audience_pulse": {"slot.json": content}}).exit_code for content in (cut, cut, whole)] == [
        11,
        11,
        0,
    ]
    assert running.values("select status from bronze.deliveries where file = 'slot.json' order by loaded_at") == [
        "quarantined",
        "loaded",
    ]
    assert "slot.json" not in running("status").out.partition("# quarantined")[2]
    assert running.values("select providers from gold.movies_unified where movie_title = 'Up'") == [1]


def test_the_archive_holds_nothing_half(running: Movies) -> None:
    assert not list(Path(running.lake_folder / "archive/arriving").iterdir())
