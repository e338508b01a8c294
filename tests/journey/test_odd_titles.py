"""Titles that look like something else stay what they are, from the file to gold and into the CSV."""

import csv
import io
import json
import unicodedata

import pytest

from tests.journey.support import CRITIC, Movies, pulse

pytestmark = pytest.mark.slow

TITLES = [
    # Nulls, truths and numbers.
    "NA", "None", "null", "N A N", "NaN", "#N/A", "TRUE",
    "1408", "007", "1e5", "3.14", "12/24", "-5", "10,000 BC", "0x1F", "٣",
    # Formulas.
    "=1+1", '=HYPERLINK("http://example.org";"Up")', "@SUM(A1:A9)", "+1 to Love", "-2+3+cmd|' /C calc'!A0",
    # SQL, templates, paths, markup, escapes.
    "'; drop table gold.movies_unified; --", '" or 1=1', "{{ this }}", "{% raw %}", "../../etc/passwd",
    "C:\\new\\table", "<b>Bold</b>", "<script>alert('x')</script>", "Tom &amp; Jerry", "%s %d {0}", "${HOME}", "\\N",
    "\\x00", "[red]Rich[/red]", ":smile:",
    # Signs, and what needs quotes in a file.
    "???", "$", "🎬", "…", "O'Brien", 'Say "Hi"', '"', "a, b; c|d", "two\nlines", "a\ttab", "ends with a backslash\\",
    "سينما", "千と千尋の神隠し", "\u202eright to left",
]  # fmt: skip

# Title of one provider, and one of another that is not that movie though little, or nothing, is left to compare.
APART = [
    ("???", "??"), ("...", "…"), ("$", "€"), ("#", "♯"), ("🎬", "🎥"), ("😀", "😁"),
    ("M", "N"), ("X", "10"), ("9", "Nine"), ("300", "3000"), ("1917", "1918"), ("٣", "3"),
    ("Сталкер", "Солярис"), ("Мать", "Мат"), ("東京物語", "東京暮色"), ("かき", "がき"), ("기생충", "괴물"),
    ("كفرناحوم", "وجدة"), ("שושנה", "שושן"), ("देवदास", "देवदासी"),
]  # fmt: skip
# Two ways to write one title.
SAME = [
    ("m", "M"), ("300 ", "300"), ("СТАЛКЕР", "Сталкер"), ("ՆՌԱՆ ԳՈՒՅՆԸ", "Նռան գույնը"),
    ("기생충", unicodedata.normalize("NFD", "기생충")),
    ("千と千尋の神隠し", "「千と千尋の神隠し」"), ("Up 🎈", "Up!"), ("???", " ???"), ("DZIEŃ ŚWIRA", "Dzień świra"),
]  # fmt: skip


def csv_of(titles: list[str]) -> str:
    target = io.StringIO(CRITIC)
    target.seek(0, io.SEEK_END)
    csv.writer(target, lineterminator="\n").writerows([title, 2001, 80, 8, 100] for title in titles)
    return target.getvalue()


@pytest.fixture(scope="module")
def run(shared: Movies) -> Movies:
    result = shared.run(
        {
            "critic_agg": {"critic_agg.csv": csv_of(TITLES)},
            "audience_pulse": {"audience_pulse.json": pulse(*({"title": title} for title in TITLES))},
        }
    )
    assert (result.exit_code, result.err) == (0, "")
    return shared


def test_each_is_one_movie_that_both_providers_name(run: Movies) -> None:
    assert sorted(run.rows("select movie_title, providers from gold.movies_unified")) == sorted(
        (title, 2) for title in TITLES
    )
    assert run.rows("select * from silver.rejected") == []


def test_the_csv_has_them_unchanged(run: Movies) -> None:
    for name, column in (
        ("gold/movies_unified.csv", "movie_title"),
        ("silver/critic_agg.csv", "movie_title"),
        ("bronze/audience_pulse.csv", "title"),
    ):
        rows = csv.DictReader(io.StringIO(run.csvs()[name].decode(), newline=""))
        assert sorted(row[column] for row in rows) == sorted(TITLES), name


def test_query_shows_them_unchanged(run: Movies) -> None:
    titles = run("query", "--json", "select movie_title from gold.movies_unified").json()
    assert sorted(row["movie_title"] for row in titles) == sorted(TITLES)
    plain = run("query", "select movie_title from gold.movies_unified").out.splitlines()
    assert "[red]Rich[/red]" in plain
    assert len(plain) == len(TITLES) + 1


def test_spreadsheet_safe_puts_an_apostrophe_before_formulas_and_nothing_else(run: Movies) -> None:
    folder = run.folder / "for excel"
    assert run("export", "--to", str(folder), "--spreadsheet-safe").exit_code == 0
    rows = csv.DictReader(io.StringIO((folder / "gold/movies_unified.csv").read_bytes().decode(), newline=""))
    safe = {title: f"'{title}" if title[0] in "=+-@" else title for title in TITLES}
    assert sorted(row["movie_title"] for row in rows) == sorted(safe.values())
    plain = run.csvs()
    assert run("export", "--to", str(run.out)).exit_code == 0
    assert run.csvs() == plain


def test_they_can_be_looked_up(run: Movies) -> None:
    sql = "select count(*) as n from gold.movies_unified where movie_title = '''; drop table gold.movies_unified; --'"
    assert json.loads(run("query", "--json", sql).out) == [{"n": 1}]


@pytest.mark.parametrize(("pairs", "expected"), [(APART, 2 * len(APART)), (SAME, len(SAME))], ids=["apart", "same"])
def test_titles_without_latin_words_are_neither_merged_nor_parted_by_accident(
    movies: Movies, pairs: list[tuple[str, str]], expected: int
) -> None:
    result = movies.run(
        {
            "critic_agg": {"critic_agg.csv": csv_of([one for one, _ in pairs])},
            "audience_pulse": {"audience_pulse.json": pulse(*({"title": other} for _, other in pairs))},
        }
    )
    assert (result.exit_code, result.err) == (0, "")
    assert movies.values("select providers from gold.movies_unified") == [len(pairs) * 2 // expected] * expected
    assert movies.rows("select * from silver.rejected") == []
