"""Contracts whose columns change while there is data."""

import shutil

import pytest

from ingest.contracts import CONTRACTS
from tests.journey.project import ChangingProject, replace_once
from tests.journey.support import Movies, critics

pytestmark = pytest.mark.slow


def with_column(header: str, *rows: str) -> str:
    return critics(*rows).replace("\n", f",{header}\n", 1)


# As docs/add-a-provider.md says to take a column: file, what it says, what follows it then.
TYPED = [
    (
        "models/staging/stg_critic_agg.sql",
        "            -- origin\n",
        "            {{ trimmed('distributor') }} as distributor,\n"
        "            {{ is_empty('distributor') }} as _distributor_is_empty,\n",
    ),
    (
        "models/staging/stg_critic_agg.sql",
        "    {{ origin() }},\n    _alias",
        "    distributor,\n    _distributor_is_empty,\n",
    ),
    ("models/silver/critic_agg.sql", "    _older_figures,", "    distributor,\n"),
]


def adopt(changing: ChangingProject, *lines: str) -> None:
    """Lists the column in the contract and takes it through staging to silver."""
    with (changing.contracts / "critic_agg.yml").open("a") as contract:
        contract.write("".join(f"{line}\n" for line in ("      distributor: Who distributes it.", *lines)))
    changing.generate()
    for file, place, text in TYPED:
        replace_once(changing.dbt / file, place, text + place)
    silver = changing.dbt / "models/silver/critic_agg.sql"
    replace_once(silver, "'total_critic_reviews_counted'] %}", "'total_critic_reviews_counted', 'distributor'] %}")


DISTRIBUTORS = "select movie_title, distributor from silver.critic_agg order by movie_title"


def test_values_that_came_before_their_column_was_adopted(movies: Movies, changing: ChangingProject) -> None:
    first = with_column(
        "Distributor,class", "Harbor Lights,2001,81,7.4,140,Blue Reel,A", "Second Tide,2002,71,6.4,90,Red,B"
    )
    second = with_column("distributor", "Harbor Lights,2001,83,7.6,145,Blue Reel Intl", "Lantern,2003,66,6.0,80,")
    movies.run({"critic_agg": {"critic_agg_2026-11-20.csv": first, "critic_agg_2026-11-27.csv": second}})
    bronze = "select movie_title, _extra from bronze.critic_agg order by _delivered_on, _line"
    before = movies.rows(bronze)

    adopt(changing, "    optional: [distributor]")
    built = movies("transform")
    assert (built.exit_code, built.err) == (0, "")
    known = [("Harbor Lights", "Blue Reel Intl"), ("Lantern", ""), ("Second Tide", "Red")]
    assert movies.rows(DISTRIBUTORS) == known
    # Bronze is as it was delivered.
    assert movies.rows(bronze) == before
    assert movies.values("select distinct distributor from bronze.critic_agg") == [None]

    third = with_column("distributor", "Third Wave,2003,66,6.0,80,Green Reel", "Second Tide,2002,72,6.4,90,Red Reel")
    movies.run({"critic_agg": {"critic_agg_2026-11-28.csv": third}})
    assert movies.rows(DISTRIBUTORS) == [*known[:2], ("Second Tide", "Red Reel"), ("Third Wave", "Green Reel")]


def test_values_of_a_header_that_is_a_column_by_another_name_now(movies: Movies, changing: ChangingProject) -> None:
    movies.run({"critic_agg": {"critic_agg_2026-11-20.csv": with_column("Verleih", "Up,2009,98,8.7,298,Pixar")}})
    adopt(changing, "    optional: [distributor]", "    renamed: {verleih: distributor}")
    assert movies("transform").exit_code == 0
    assert movies.rows(DISTRIBUTORS) == [("Up", "Pixar")]


def test_a_header_with_a_comma(movies: Movies, changing: ChangingProject) -> None:
    first = with_column('"Distributor, at home",class', "Up,2009,98,8.7,298,Pixar,A")
    loaded = movies.ingest({"critic_agg": {"critic_agg_2026-11-20.csv": first}})
    assert loaded.line("critic_agg  ").endswith('unexpected columns: "Distributor, at home", class')
    adopt(changing, "    optional: [distributor]", '    renamed: {"distributor, at home": distributor}')
    assert movies("transform").exit_code == 0
    assert movies.rows(DISTRIBUTORS) == [("Up", "Pixar")]
    seen = movies("quality", "--json").json()["unexpected_columns"]
    assert [row["column"] for row in seen] == ["Distributor, at home", "class"]


COUNTS = [
    (file, place, text.replace("trimmed(", "whole_number(") if file.startswith("models/staging") else text)
    for file, place, text in TYPED
]


def test_the_quality_report_knows_what_came_before_its_column_was_adopted(
    movies: Movies, changing: ChangingProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a figure, of which the report shows how it is distributed."""
    monkeypatch.setattr("tests.journey.test_changed_contracts.TYPED", COUNTS)
    first = with_column("Distributor", "Up,2009,98,8.7,298,7", "Ran,1985,97,9.0,80,9", "Crash,2004,74,7.0,100,one")
    movies.run({"critic_agg": {"critic_agg_2026-11-20.csv": first}})
    adopt(changing, "    optional: [distributor]")
    assert movies("transform").exit_code == 0
    (found,) = [row for row in movies("quality", "--json").json()["distributions"] if row["column"] == "distributor"]
    assert (found["rows"], found["missing"], found["rejected"], found["least"]) == (3, 0, 1, 7)


def rename_score(changing: ChangingProject) -> None:
    """Calls a column of the contract by another name, there and in the staging model."""
    replace_once(changing.contracts / "critic_agg.yml", "      critic_score_percentage:", "      tomatometer:")
    staging = changing.dbt / "models/staging/stg_critic_agg.sql"
    for macro in ("percentage", "is_empty"):
        replace_once(staging, f"{macro}('critic_score_percentage')", f"{macro}('tomatometer')")
    changing.generate()


AGAIN = critics("Harbor Lights,2001,82,7.5,141").replace("critic_score_percentage", "tomatometer")
PERCENTAGES = "select movie_title, cast(critic_score_percentage as varchar) from silver.critic_agg order by 1"


def test_a_column_that_gets_another_name_keeps_its_values(movies: Movies, changing: ChangingProject) -> None:
    first = critics("Harbor Lights,2001,81,7.4,140", "Second Tide,2002,71,6.4,90")
    movies.run({"critic_agg": {"critic_agg_2026-11-20.csv": first}})
    snapshots = movies.snapshots()
    rename_score(changing)
    with (changing.contracts / "critic_agg.yml").open("a") as contract:
        contract.write("    renamed: {critic_score_percentage: tomatometer}\n")
    built = movies("transform")
    assert (built.exit_code, built.err) == (0, "")
    assert movies.rows(PERCENTAGES) == [("Harbor Lights", "81.00"), ("Second Tide", "71.00")]
    assert movies.rows("select movie_title, tomatometer from bronze.critic_agg order by _line") == [
        ("Harbor Lights", "81"),
        ("Second Tide", "71"),
    ]
    assert movies.snapshots()["bronze.critic_agg"] == snapshots["bronze.critic_agg"]
    assert movies("export", "--to", str(movies.out)).exit_code == 0
    assert movies.csvs()["bronze/critic_agg.csv"].startswith(b"movie_title,release_year,tomatometer,")

    # Files with either header.
    later = {"critic_agg_2026-11-27.csv": AGAIN, "critic_agg_2026-11-28.csv": critics("Lantern,2003,66,6.0,80")}
    result = movies.run({"critic_agg": later})
    assert (result.exit_code, result.err, "unexpected" in result.out) == (0, "", False)
    assert movies.rows(PERCENTAGES) == [("Harbor Lights", "82.00"), ("Lantern", "66.00"), ("Second Tide", "71.00")]


def test_a_column_with_values_that_has_no_place_any_more_is_refused(movies: Movies, changing: ChangingProject) -> None:
    first = critics("Harbor Lights,2001,81,7.4,140", "Second Tide,2002,71,6.4,90")
    movies.run({"critic_agg": {"critic_agg_2026-11-20.csv": first}})
    content = movies.content()
    rename_score(changing)
    says = (
        "bronze.critic_agg: column 'critic_score_percentage' has values and no place any more in the contract of "
        "critic_agg; put it back, under 'optional' too if it is not delivered any more; "
        "or say its new name, renamed: {critic_score_percentage: NAME}"
    )
    for refused in (movies.run({"critic_agg": {"critic_agg_2026-11-27.csv": AGAIN}}), movies("transform")):
        assert (refused.exit_code, refused.error()) == (10, says)
    assert movies.content() == content


def test_a_column_that_only_goes_keeps_its_values_in_bronze(movies: Movies, changing: ChangingProject) -> None:
    adopt(changing, "    optional: [distributor]")
    first = with_column("distributor", "Up,2009,98,8.7,298,Pixar")
    movies.run({"critic_agg": {"critic_agg_2026-11-20.csv": first}})
    shutil.copy(CONTRACTS / "critic_agg.yml", changing.contracts)
    later = critics("Up,2009,97,8.7,298")
    assert movies.ingest({"critic_agg": {"critic_agg_2026-11-27.csv": later}}).exit_code == 0
    rows = "select critic_score_percentage, distributor from bronze.critic_agg order by 1"
    assert movies.rows(rows) == [("97", None), ("98", "Pixar")]
