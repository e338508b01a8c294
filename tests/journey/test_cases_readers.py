"""Files as providers write them, each read by what its contract says: bronze, silver, gold, and what is said."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.contracts import CONTRACTS, read_contracts
from tests.journey.support import CRITIC, Movies

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


def test_a_backslash_takes_the_meaning_of_a_quote(movies: Movies, contract: Contract) -> None:
    contract(HEADERS, escape="\\", null=["\\N"])
    movies.run({"critic_agg": {"critic_agg.csv": 'title,year,rating\n"Say \\"Hi\\"",2001,\\N\n'}})
    assert gold(movies) == [('Say "Hi"', 2001, None, None)]


def test_a_file_without_a_header(movies: Movies, contract: Contract) -> None:
    contract(HEADERS, files="critic_agg*.dat", header=["id", "title", "year"], delimiter="::", null=[""])
    movies.run({"critic_agg": {"critic_agg.dat": "1::Coco::2017\n2::Up::2009\n"}})
    assert gold(movies) == [("Up", 2009, None, None), ("Coco", 2017, None, None)]
