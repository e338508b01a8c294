"""Numbers as spreadsheets of many countries write them: what each column shows, and what is said of the rest."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.journey.project import in_project
from tests.journey.support import CRITIC, GROSS, Movies

pytestmark = pytest.mark.slow

AMBIGUOUS = "its comma or point can be read in two ways, and its column does not show in which"
IN_MIXED_NOTATIONS: list[dict[str, object]] = [
    {"title": "Votes Dot Zero", "year": "2001", "audience_average_score": "7.1", "total_audience_ratings": "12.000"},
    {"title": "Votes Dot", "year": "2002", "audience_average_score": "7,1", "total_audience_ratings": "12.345"},
    {"title": "Votes Million", "year": "2003", "audience_average_score": "7.1", "total_audience_ratings": "1.000.000"},
    {"title": "Votes Comma", "year": "2004", "audience_average_score": "7.1", "total_audience_ratings": "12,345"},
    {"title": "Votes Plus", "year": "2005", "audience_average_score": "7.1", "total_audience_ratings": "50,000+"},
    {"title": "Votes Float", "year": "2006.0", "audience_average_score": 7.1, "total_audience_ratings": 12345.0},
]
WITH_COMMAS = """\
Euro Full,2001,"1.234.567,89"
Euro Half,2002,"12,5"
Euro Thousand Dot,2003,12.500
Euro Thousand Dot Zero,2004,12.000
Euro Three Decimals,2005,"45,125"
Euro Sign,2006,"4.711,98 €"
Chile,2007,$665.094
Chile Zero,2008,$665.000
"""
LATER = GROSS + 'Points Hundred,2011,100.5\nPoints Thousand,2012,"12,500"\nPoints Million,2013,$339.0M\n'


@pytest.fixture(scope="module")
def run(shared: Movies) -> Movies:
    pulse = json.dumps([movie | {"domestic_box_office_gross": None} for movie in IN_MIXED_NOTATIONS])
    files = {
        "audience_pulse": {"audience_pulse_2026-11-20.json": pulse},
        "box_office_domestic": {
            "box_office_domestic_2026-11-20.csv": GROSS + WITH_COMMAS,
            "box_office_domestic_2026-11-21.csv": LATER,
        },
    }
    result = shared.run(files)
    assert (result.exit_code, result.err) == (0, "")
    assert AMBIGUOUS in result.out
    return shared


def test_a_count_is_not_guessed(run: Movies) -> None:
    counts = dict(run.rows("select movie_title, total_audience_ratings from silver.audience_pulse"))
    assert counts == {
        "Votes Dot Zero": None,
        "Votes Dot": None,
        "Votes Million": 1_000_000,
        "Votes Comma": None,
        "Votes Plus": None,
        "Votes Float": 12345,
    }
    rejected = "select value, expected from silver.rejected where column_name = 'total_audience_ratings' order by line"
    limits = "a whole number from 0 to 999999999999"
    assert run.rows(rejected) == [
        (value, f"{limits}; {AMBIGUOUS}") for value in ("12.000", "12.345", "12,345", "50,000+")
    ]
    bronze = run.values("select total_audience_ratings from bronze.audience_pulse order by _line")
    assert bronze == ["12.000", "12.345", "1.000.000", "12,345", "50,000+", "12345.0"]


def test_amounts_are_read_as_their_own_file_writes_them(run: Movies) -> None:
    grosses = dict(run.rows("select movie_title, domestic_box_office_gross_usd from gold.movies_unified"))
    assert {title: gross for title, gross in grosses.items() if not title.startswith("Votes")} == {
        "Euro Full": Decimal("1234567.89"),
        "Euro Half": Decimal("12.50"),
        "Euro Thousand Dot": 12500,
        "Euro Thousand Dot Zero": 12000,
        "Euro Three Decimals": None,
        "Euro Sign": None,
        "Chile": 665094,
        "Chile Zero": 665000,
        "Points Hundred": Decimal("100.50"),
        "Points Thousand": 12500,
        "Points Million": None,
    }
    rejected = (
        "select value, expected from silver.rejected where table_name = 'box_office_domestic' order by file, line"
    )
    limits = "an amount of US dollars below 100 billion"
    assert run.rows(rejected) == [
        ("45,125", f"{limits}; commas are decimal in its column"),
        ("4.711,98 €", f"{limits}; it is in another currency"),
        ("$339.0M", f"{limits}; it is in a unit that its contract does not name"),
    ]


def test_check_tells_which_columns_do_not_show_what_they_mean(movies: Movies) -> None:
    rows = GROSS + 'Up,2009,"1,234"\nRan,1985,950\n'
    sound = CRITIC + 'Up,2009,98,"8,25","1.234"\nRan,1985,97,8,1.234.567\n'
    files = {
        "box_office_domestic": {"box_office_domestic_2026-11-20.csv": rows},
        "critic_agg": {"critic_agg_2026-11-20.csv": sound},
    }
    movies.deliver(files)
    unclear, clear = (movies("check", str(movies.inbox / table / name)) for table in files for name in files[table])
    assert (unclear.exit_code, clear.exit_code) == (0, 0)
    assert unclear.line("unless the contract says") == (
        "  box_office_gross_usd: figures such as '1,234' can be read in two ways, "
        "and the column does not show in which; "
        "as counts or amounts they are rejected unless the contract says 'decimal'"
    )
    assert "two ways" not in clear.out
    assert movies.ingest(files).exit_code == 0
    assert movies("transform").exit_code == 0
    assert movies.values("select value from silver.rejected") == ["1,234"]


def test_scores_with_a_decimal_comma(movies: Movies) -> None:
    rows = 'Up,2009,"98,5","8,25","1.234"\nRan,1985,97%,"8,333",12\nHero,2002,"1,5","9","2.345.678"\n'
    result = movies.run({"critic_agg": {"critic_agg_2026-11-20.csv": CRITIC + rows}})
    assert (result.exit_code, result.err) == (0, "")
    figures = (
        "select movie_title, critic_score_percentage, top_critic_score, total_critic_reviews_counted "
        "from silver.critic_agg order by 1"
    )
    assert movies.rows(figures) == [
        ("Hero", Decimal("1.50"), Decimal("9.00"), 2345678),
        ("Ran", Decimal("97.00"), Decimal("8.33"), 12),
        ("Up", Decimal("98.50"), Decimal("8.25"), 1234),
    ]
    assert movies.rows("select * from silver.rejected") == []


def test_exponents_and_brackets(movies: Movies) -> None:
    rows = 'Sheet,2001,1.00E+08\nR,2002,1e+05\nLoss,2003,"(1,234)"\nPounds,2004,£12\nSmall,2005,1.2345E+01\n'
    rows += "Full,2006,US$500\nSingapore,2007,S$500\nThree,2008,1.234\n"
    result = movies.run({"box_office_domestic": {"box_office_domestic_2026-11-20.csv": GROSS + rows}})
    assert (result.exit_code, result.err) == (0, "")
    grosses = "select movie_title, domestic_box_office_gross_usd from gold.movies_unified"
    assert dict(movies.rows(grosses)) == {
        "Sheet": 100_000_000,
        "R": 100_000,
        "Loss": None,
        "Pounds": None,
        "Small": None,
        "Full": 500,
        "Singapore": None,
        "Three": None,
    }
    limits = "an amount of US dollars below 100 billion; "
    assert dict(movies.rows("select value, expected from silver.rejected")) == {
        "(1,234)": f"{limits}a figure in brackets is below zero to accountants, and none is",
        "£12": f"{limits}it is in another currency",
        "S$500": f"{limits}it is in another currency",
        "1.234": f"{limits}points are decimal in its column",
        "1.2345E+01": f"{limits}its exponent leaves more digits than there can be",
    }


GROSSES = 'Up,2009,$339.0M\nRan,1985,1.2\nHero,2002,2.5E+01\nCoco,2017,"1,234"\n'


def fixed(project: Path, **keys: str) -> None:
    """Fixes the column of grosses in the contract of a copy of the project, and generates what follows."""
    said = "".join(f"    {key}: {{box_office_gross_usd: {value}}}\n" for key, value in keys.items())
    path = project / "ingest/contracts/box_office.yml"
    path.write_text(path.read_text().replace("    format: csv\n", f"    format: csv\n{said}", 1))
    assert in_project(project, "movies_lakehouse.build.generate").exit_code == 0


def test_a_contract_names_the_unit(movies: Movies, project: Path) -> None:
    fixed(project, unit="million", currency="USD")
    run_file = movies.deliver({"box_office_domestic": {"box_office_domestic_2026-11-20.csv": GROSS + GROSSES}})
    result = in_project(project, "movies_lakehouse.cli.main", "run", str(run_file))
    assert (result.exit_code, result.err) == (0, "")
    assert dict(movies.rows("select movie_title, domestic_box_office_gross_usd from gold.movies_unified")) == {
        "Up": 339_000_000,
        "Ran": 1_200_000,
        "Hero": 25_000_000,
        "Coco": 1_234_000_000,
    }
    assert movies.rows("select * from silver.rejected") == []


@pytest.mark.parametrize(
    ("value", "said"), [("€12", "USD"), ("12 thousand", "million"), ("1.2bn", "million"), ("12 EUR", "USD")]
)
def test_a_file_that_says_otherwise_than_its_contract_is_refused(
    movies: Movies, project: Path, value: str, said: str
) -> None:
    fixed(project, unit="million", currency="USD")
    name = "box_office_domestic_2026-11-20.csv"
    movies.deliver({"box_office_domestic": {name: f"{GROSS}Up,2009,$12M\nRan,1985,{value}\n"}})
    reason = f"line 3: 'box_office_gross_usd' is '{value}', and the contract says {said}; mend the file or the contract"
    for verb in ("check", "ingest"):
        lake = ("movies_lakehouse.cli.main", "--lake", str(movies.lake_folder))
        result = in_project(project, *lake, verb, str(movies.inbox / "box_office_domestic" / name))
        assert result.exit_code == 11
        assert reason in result.out + result.err
    assert movies.values("select count(*) from bronze.box_office_domestic") == [0]


def test_a_contract_says_which_sign_is_decimal(movies: Movies, project: Path) -> None:
    fixed(project, decimal="comma")
    rows = GROSS + 'Up,2009,1.234\nRan,1985,"1,234"\n'
    run_file = movies.deliver({"box_office_domestic": {"box_office_domestic_2026-11-20.csv": rows}})
    result = in_project(project, "movies_lakehouse.cli.main", "run", str(run_file))
    assert (result.exit_code, result.err) == (0, "")
    grosses = "select movie_title, domestic_box_office_gross_usd from gold.movies_unified"
    assert dict(movies.rows(grosses)) == {"Up": 1234, "Ran": None}


def test_a_new_provider_with_dates_and_commas(movies: Movies, project: Path) -> None:
    movies.inbox.mkdir()
    sample = movies.inbox / "prizes_2026-11-20.csv"
    sample.write_text(
        "title;premiere;jury;votes;takings\n"
        "Up;29/05/2009;8,7;1.234.567;$1.200\nRan;01/06/1985;9,1;12.500;$12,5\nHero;24/10/2002;7;900;\n"
    )
    lake = ("movies_lakehouse.cli.main", "--lake", str(movies.lake_folder))
    new = ("new-provider", "prizes", "--from", str(sample))
    refused = in_project(project, *lake, *new, "--year", "votes")
    assert refused.exit_code == 1
    assert "--year 'votes' holds no years but such as '1.234.567'" in refused.error()
    added = in_project(project, *lake, *new, "--year", "premiere")
    assert (added.exit_code, added.err) == (0, "")
    assert "year: 'premiere', out of its dates" in added.out
    for verb in (("ingest", str(sample)), ("transform",)):
        done = in_project(project, *lake, *verb)
        assert (done.exit_code, done.err) == (0, "")
    assert movies.rows("select title, premiere, release_year from bronze.prizes where _line = 2") == [
        ("Up", "29/05/2009", "2009")
    ]
    figures = "select movie_title, release_year, jury, votes, takings_usd from silver.prizes order by 1"
    assert movies.rows(figures) == [
        ("Hero", 2002, Decimal("7.00"), 900, None),
        ("Ran", 1985, Decimal("9.10"), 12500, Decimal("12.50")),
        ("Up", 2009, Decimal("8.70"), 1234567, Decimal("1200.00")),
    ]
    assert movies.rows("select * from silver.rejected") == []
