"""Builds that would lose what is known, and deliveries of which nothing can be used: said, and no success."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journey.project import replace_once
from tests.journey.support import CRITIC, FINANCIALS, GROSS, Movies, Result, call

pytestmark = pytest.mark.slow

GROSS_COLUMN = "silver.box_office_metrics.domestic_box_office_gross_usd"
KNOWN = "select count(domestic_box_office_gross_usd) from gold.movies_unified"


def gross(count: int, amount: Callable[[int], str] = str, first: int = 0) -> str:
    return GROSS + "".join(f"Alpha {n},1990,{amount(n)}\n" for n in range(first, first + count))


def without(*numbers: int) -> Callable[[int], str]:
    """Amounts of which some are delivered empty."""
    return lambda number: "" if number in numbers else str(number)


def domestic(movies: Movies, name: str, content: str, *options: str) -> Result:
    return movies.run({"box_office_domestic": {name: content}}, *options)


@pytest.mark.parametrize("name", ["d_2026-11-20.csv", "d_2026-10-20.csv"], ids=["newer", "same name"])
def test_a_column_that_is_emptied_fails_its_audit_until_it_is_accepted(movies: Movies, name: str) -> None:
    assert domestic(movies, "d_2026-10-20.csv", gross(30)).exit_code == 0
    before = movies.snapshots()
    result = domestic(movies, name, gross(30, without(*range(30))))
    assert result.exit_code == 12
    assert result.error() == (
        f"data test known_figures_stay_known: 1 found: column={GROSS_COLUMN}, known_before=30, known_after=0, "
        f"file={name}, remedy=mend that file, or accept the loss: movies transform --accept-loss {GROSS_COLUMN}"
    )
    after = movies.snapshots()
    published = [table for table in before if not table.startswith("bronze.")]
    assert {table: before[table] for table in published} == {table: after[table] for table in published}
    assert movies.values("select count(*) from bronze.box_office_domestic") == [60]
    assert movies("transform", "--accept-loss", "silver.critic_agg.top_critic_score").exit_code == 12
    accepted = movies("transform", "--accept-loss", GROSS_COLUMN)
    assert (accepted.exit_code, accepted.err) == (0, "")
    assert movies.values(KNOWN) == [0]
    assert "are up to date" in movies("transform").out


def test_a_run_accepts_a_loss(movies: Movies) -> None:
    domestic(movies, "d_2026-10-20.csv", gross(30))
    emptied = gross(30, without(*range(30)))
    assert domestic(movies, "d_2026-11-20.csv", emptied, "--accept-loss", GROSS_COLUMN).exit_code == 0
    assert movies.values(KNOWN) == [0]


@pytest.mark.parametrize("column", ["top_critic_score", "gold.movies_unified.roi", "silver.critic_agg.o'clock"])
def test_only_columns_of_silver_can_be_accepted(movies: Movies, column: str) -> None:
    refused = movies("transform", "--accept-loss", column)
    assert refused.exit_code == 2
    assert "is not written as silver.table.column" in refused.err


def test_a_stack_is_told_of_an_accepted_loss_before_anything_is_loaded(movies: Movies) -> None:
    config = movies.deliver({"box_office_domestic": {"d_2026-10-20.csv": gross(1)}})
    text = config.read_text().replace("lake: lake\n", "runtime: stack\n")
    config.write_text(text)
    refused = call("run", str(config), "--accept-loss", GROSS_COLUMN)
    assert (refused.exit_code, refused.out) == (10, "")
    assert f"put MOVIES_ACCEPT_LOSS={GROSS_COLUMN} into .env" in refused.error()


HEADERS = {"critic_agg": CRITIC, "box_office_financials": FINANCIALS}
# Of each column, how many figures are known, and how many of these the next delivery leaves empty.
COLUMNS = {
    "critic_agg": {
        "critic_score_percentage": (10, 2),
        "top_critic_score": (10, 3),
        "total_critic_reviews_counted": (0, 0),
    },
    "box_office_financials": {"production_budget_usd": (15, 3), "marketing_spend_usd": (14, 3)},
    "box_office_domestic": {"domestic_box_office_gross_usd": (3, 2)},
    "box_office_international": {"international_box_office_gross_usd": (3, 3)},
}
TOO_MUCH = {
    "silver.box_office_metrics.international_box_office_gross_usd, known_before=3, known_after=0",
    "silver.box_office_metrics.marketing_spend_usd, known_before=14, known_after=11",
    "silver.critic_agg.top_critic_score, known_before=10, known_after=7",
}


def deliveries(name: str, emptied: bool) -> dict[str, dict[str, str]]:
    files = {}
    for table, columns in COLUMNS.items():
        rows = [
            [f"Alpha {n}", "1990", *("5" if n < known - emptied * lost else "" for known, lost in columns.values())]
            for n in range(15)
        ]
        files[table] = {name: HEADERS.get(table, GROSS) + "".join(f"{','.join(row)}\n" for row in rows)}
    return files


def test_more_than_a_fifth_and_more_than_two_figures_are_too_much(movies: Movies) -> None:
    assert movies.run(deliveries("x_2026-10-20.csv", emptied=False)).exit_code == 0
    result = movies.run(deliveries("x_2026-11-20.csv", emptied=True))
    assert result.exit_code == 12
    found = {each.split(", file=")[0] for each in result.error().split("column=")[1:]}
    assert found == TOO_MUCH


def test_a_correction_that_cannot_be_read_fails_its_audit(movies: Movies) -> None:
    domestic(movies, "d_2026-10-20.csv", gross(30))
    result = domestic(movies, "d_2026-10-20.csv", gross(30, lambda number: f"about {number}"))
    assert result.exit_code == 12
    assert f"column={GROSS_COLUMN}, known_before=30, known_after=0" in result.error()
    assert movies.values(KNOWN) == [30]
    # Under a name of its own it says nothing new, and the older figures stay.
    assert domestic(movies, "d_2026-10-20.csv", gross(30)).exit_code == 0
    assert domestic(movies, "d_2026-11-20.csv", gross(30, lambda number: f"about {number}")).exit_code == 0
    assert movies.values(KNOWN) == [30]


def test_what_is_no_loss(movies: Movies) -> None:
    spent = FINANCIALS + "".join(f"Alpha {n},1990,{n},1\n" for n in range(30))
    files = {"box_office_domestic": {"d_2026-10-20.csv": gross(30)}, "box_office_financials": {"f.csv": spent}}
    # On a first build nothing is known yet.
    assert (
        movies.run(files | {"box_office_domestic": {"d_2026-10-20.csv": gross(30, without(*range(20)))}}).exit_code == 0
    )
    assert movies.run(files).exit_code == 0
    # A provider that no longer names a movie is silent about it, in one of its tables or in all.
    few = FINANCIALS + "Alpha 0,1990,0,1\n"
    assert movies.run({"box_office_financials": {"f.csv": few}}).exit_code == 0
    assert movies.values("select count(production_budget_usd) from gold.movies_unified") == [1]
    assert domestic(movies, "d_2026-10-20.csv", gross(10)).exit_code == 0
    assert movies.values("select count(*) from gold.movies_unified") == [10]


def test_movies_that_turn_out_to_be_one_are_no_loss(movies: Movies) -> None:
    scores = [f"{title},1990,{n},5.0,9\n" for n in range(10) for title in (f"Dr. Alpha {n}", f"Doctor Alpha {n}")]
    movies.run({"critic_agg": {"c_2026-10-20.csv": CRITIC + "".join(scores)}})
    assert movies.values("select count(*) from gold.movies_unified") == [20]
    # No delivery names both any more.
    newer = [f"Dr. Alpha {n},1990,{n},,\n" for n in range(2)]
    result = movies.run(
        {"critic_agg": {"c_2026-10-20.csv": CRITIC + "".join(scores[::2]), "c_2026-11-20.csv": CRITIC + "".join(newer)}}
    )
    assert (result.exit_code, result.err) == (0, "")
    assert movies.values("select count(top_critic_score) from silver.critic_agg") == [8]


SCORES = (
    CRITIC
    + "Harbor Lights,2001,81,7.4,140\nSecond Tide,2002,101,6.4,ninety\nThird Wave,2003,102,6.4,90\n ,2004,1,1,1\n"
)
IN_SILVER = (
    "4 rows, 1 rejected (1 as movie_title is not a title, such as ' '), 3 values rejected "
    "(2 as critic_score_percentage is not a percentage from 0 to 100, such as '101')"
)


def test_a_check_and_a_build_count_what_silver_rejects(movies: Movies) -> None:
    name = "critic_agg_2026-11-20.csv"
    files = {"critic_agg": {name: SCORES}, "box_office_domestic": {"d_2026-11-20.csv": gross(2)}}
    result = movies.run(files)
    assert result.exit_code == 0
    lines = result.out.splitlines()
    assert f"  critic_agg  {IN_SILVER}" in lines
    assert "  box_office  2 rows, 0 rejected, 0 values rejected" in lines
    checked = movies("check", str(movies.inbox / "critic_agg" / name))
    assert (checked.exit_code, checked.out.splitlines()[1:]) == (0, [f"  in silver: {IN_SILVER}"])
    answer = movies("check", "--json", str(movies.inbox / "critic_agg" / name)).json()["rejected"]
    assert (answer["rows"], answer["rejected_rows"], answer["rejected_values"]) == (4, 1, 3)
    (in_json,) = [each for each in movies("transform", "--json").json()["rejected"] if each["provider"] == "critic_agg"]
    assert in_json == answer


def test_a_provider_whose_every_row_is_rejected(movies: Movies, dbt: Path) -> None:
    replace_once(dbt / "models/staging/stg_critic_agg.sql", "year('release_year')", "year('release_year', 2090)")
    name = "critic_agg_2026-11-20.csv"
    result = movies.run({"critic_agg": {name: SCORES}, "box_office_domestic": {"d_2026-11-20.csv": gross(2)}})
    assert (result.exit_code, result.err) == (11, "")
    assert "every row is rejected" in result.line("  critic_agg: ")
    assert "critic_agg" in result.line("every_provider_has_usable_rows")
    assert movies.values("select count(*) from bronze.critic_agg") == [4]
    # All else is done.
    assert movies.values("select providers from gold.movies_unified") == [1, 1]
    assert movies("transform").exit_code == 11
    states = {row["provider"]: row["state"] for row in movies("status", "--json").json()["providers"]}
    assert (states["critic_agg"], states["audience_pulse"]) == ("nothing usable", "nothing delivered")
    assert movies("status", "--check").line("critic_agg: every row is rejected")
    checked = movies("check", str(movies.inbox / "critic_agg" / name))
    assert checked.exit_code == 11
    assert "4 rows, 4 rejected (4 as release_year is not a year from 2090 to 2100, such as '2001')" in checked.out
