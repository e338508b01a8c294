"""What a contract says of deliveries: that each is everything, and that an empty field says nothing."""

import pytest

from tests.journey.project import ChangingProject
from tests.journey.support import GROSS, Movies, critics, pulse

pytestmark = pytest.mark.slow

GOLD = "select movie_title, providers from gold.movies_unified order by movie_title"
SCORES = (
    "select movie_title, critic_score_percentage, top_critic_score, _older_figures from silver.critic_agg order by 1"
)


def everything(changing: ChangingProject, may_lose: str = "") -> None:
    changing.change("critic_agg", "    format: csv\n", f"    format: csv\n    delivers: everything\n{may_lose}")


TEN = [f"Harbor {number},20{number},80,7.4,100" for number in range(10, 20)]


def test_a_delivery_that_is_everything(movies: Movies, changing: ChangingProject) -> None:
    everything(changing)
    fans = pulse({"title": "Harbor 11", "year": "2011"})
    first = movies.run(
        {"critic_agg": {"critic_agg_2026-11-01.csv": critics(*TEN)}, "audience_pulse": {"audience_pulse.json": fans}}
    )
    assert (first.exit_code, first.err) == (0, "")
    assert "titles_are_withdrawn" not in first.out
    newer = critics("HARBOR 10,2010,81,,100", *TEN[3:], "Lantern,2001,60,5.0,9")
    result = movies.run({"critic_agg": {"critic_agg_2026-11-08.csv": newer}})
    assert (result.exit_code, result.err) == (0, "")
    assert result.line("titles_are_withdrawn").endswith(
        "1 found: table_name=critic_agg, file=critic_agg_2026-11-08.csv, withdrawn=2, of_titles=10, "
        "for_example=harbor-11-2011"
    )
    # Another provider still has the second; what is empty in the newest is known no more.
    assert movies.rows(GOLD)[:2] == [("HARBOR 10", 1), ("Harbor 11", 1)]
    assert "Harbor 12" not in movies.values("select movie_title from gold.movies_unified")
    assert movies.rows(SCORES)[0] == ("HARBOR 10", 81, None, None)
    assert movies.values("select count(*) from silver.critic_agg") == [9]
    # Bronze keeps all of it, and every row is accounted for.
    accounting = "select rows_in_bronze, newest_of_a_title, replaced from silver.row_accounting"
    assert movies.rows(f"{accounting} where table_name = 'critic_agg'") == [(19, 9, 10)]
    # Said once: the next build withdraws nothing.
    movies.run({"audience_pulse": {"audience_pulse_2.json": pulse({"title": "Other", "year": "2011"})}})
    assert "titles_are_withdrawn" not in movies("transform").out


def test_a_title_that_everything_spells_anew_is_not_withdrawn(movies: Movies, changing: ChangingProject) -> None:
    everything(changing, "    may_lose: 0.2\n")
    movies.run({"critic_agg": {"critic_agg_2026-11-01.csv": critics("Dr. Harbor 2,2001,80,7.4,100", *TEN[:4])}})
    newer = critics("Doctor Harbor II,2001,81,7.4,100", "HARBOR 10 (2010),2010,80,7.4,100", *TEN[1:3])
    result = movies.run({"critic_agg": {"critic_agg_2026-11-08.csv": newer}})
    assert (result.exit_code, result.err) == (0, "")
    assert result.line("titles_are_withdrawn").endswith("withdrawn=1, of_titles=5, for_example=harbor-13-2013")
    assert len(movies.rows(GOLD)) == 4


def test_an_older_or_undated_delivery_of_everything_changes_nothing(movies: Movies, changing: ChangingProject) -> None:
    everything(changing)
    files = {"critic_agg_2026-11-08.csv": critics(*TEN), "critic_agg_2026-11-01.csv": critics("Old,2001,1,1.0,1")}
    movies.run({"critic_agg": files})
    result = movies.run({"critic_agg": {"critic_agg.csv": critics("Undated,2001,1,1.0,1")}})
    assert (result.exit_code, result.err, "titles_are_withdrawn" in result.out) == (0, "", False)
    assert [title for title, _ in movies.rows(GOLD)] == [row.split(",")[0] for row in TEN]
    # Nor does one of which nothing can be used.
    refused = movies.run({"critic_agg": {"critic_agg_2026-11-15.csv": critics("Short,2001")}})
    assert refused.exit_code == 11
    assert len(movies.rows(GOLD)) == 10


def test_everything_in_two_files_of_one_day_is_said(movies: Movies, changing: ChangingProject) -> None:
    everything(changing)
    files = {"critic_agg_2026-11-27_a.csv": critics(*TEN[:5]), "critic_agg_2026-11-27_b.csv": critics(*TEN[5:])}
    result = movies.run({"critic_agg": files})
    assert result.line("whole_deliveries_have_a_day_each").endswith(
        "1 found: table_name=critic_agg, delivered_on=2026-11-27, file=critic_agg_2026-11-27_b.csv, "
        "left_out=critic_agg_2026-11-27_a.csv, remedy=deliver everything in one file"
    )
    assert len(movies.rows(GOLD)) == 5
    whole = movies.run({"critic_agg": {"critic_agg_2026-11-28.csv": critics(*TEN)}})
    assert (whole.exit_code, "whole_deliveries_have_a_day_each" in whole.out) == (0, False)


def test_a_delivery_of_everything_that_loses_too_much(movies: Movies, changing: ChangingProject) -> None:
    everything(changing, "    may_lose: 0.2\n")
    movies.run({"critic_agg": {"critic_agg_2026-11-01.csv": critics(*TEN)}})
    gold = movies.content("silver", "gold")
    # Two deliveries between two builds: what counts is what gold would lose, not what the last one left out.
    cut_off = {"critic_agg_2026-11-08.csv": critics(*TEN[:4]), "critic_agg_2026-11-09.csv": critics(*TEN[:4], TEN[7])}
    failed = movies.run({"critic_agg": cut_off})
    assert failed.exit_code == 12
    assert failed.error() == (
        "data test whole_deliveries_keep_most_titles: 1 found: table_name=critic_agg, file=critic_agg_2026-11-09.csv, "
        "withdrawn=5, of_titles=10, for_example=harbor-14-2014, may_lose=0.2, "
        "remedy=deliver the whole file, or raise may_lose in the contract, make generate, and build again"
    )
    assert movies.content("silver", "gold") == gold
    assert movies("transform").exit_code == 12

    changing.change("critic_agg", "may_lose: 0.2", "may_lose: 0.5")
    accepted = movies("transform")
    assert (accepted.exit_code, "withdrawn=5, of_titles=10" in accepted.line("titles_are_withdrawn")) == (0, True)
    assert len(movies.rows(GOLD)) == 5
    # Accepted once: the old limit can come back at once.
    changing.change("critic_agg", "may_lose: 0.5", "may_lose: 0.2")
    assert movies("transform").exit_code == 0


def test_a_delivery_of_everything_may_lose_the_share_itself(movies: Movies, changing: ChangingProject) -> None:
    everything(changing, "    may_lose: 0.2\n")
    movies.run({"critic_agg": {"critic_agg_2026-11-01.csv": critics(*TEN)}})
    assert movies.run({"critic_agg": {"critic_agg_2026-11-08.csv": critics(*TEN[:8])}}).exit_code == 0
    assert len(movies.rows(GOLD)) == 8


@pytest.mark.parametrize("says", ["empty: unknown", "empty: {top_critic_score: unknown}"])
def test_empty_fields_that_say_nothing(movies: Movies, changing: ChangingProject, says: str) -> None:
    changing.change("critic_agg", "    format: csv\n", f"    format: csv\n    {says}\n")
    movies.run({"critic_agg": {"critic_agg_2026-11-20.csv": critics("Up,2009,98,8.7,298", "Ran,1985,97,9.0,80")}})
    result = movies.run({"critic_agg": {"critic_agg_2026-11-27.csv": critics("Up,2009,,,299", "Ran,1985,96,n/a,")}})
    assert (result.exit_code, result.err) == (0, "")
    older = "critic_score_percentage: critic_agg_2026-11-20.csv line 2, "
    score = "top_critic_score: critic_agg_2026-11-20.csv line "
    reviews = ", total_critic_reviews_counted: critic_agg_2026-11-20.csv line 3"
    of_all = says == "empty: unknown"
    assert [tuple(map(str, row)) for row in movies.rows(SCORES)] == [
        ("Ran", "96.00", "9.00", f"{score}3{reviews}" if of_all else f"{score}3"),
        ("Up", "98.00", "8.70", f"{older}{score}2") if of_all else ("Up", "None", "8.70", f"{score}2"),
    ]
    assert movies.values("select total_critic_reviews_counted from silver.critic_agg order by movie_title") == [
        80 if of_all else None,
        299,
    ]
    # Nothing was rejected, and another table's empty fields go on saying empty.
    assert movies.values("select count(*) from silver.rejected") == [0]
    for day, gross in (("20", "5"), ("27", "")):
        movies.run({"box_office_domestic": {f"box_office_domestic_2026-11-{day}.csv": f"{GROSS}Up,2009,{gross}\n"}})
    assert movies.values("select domestic_box_office_gross_usd from silver.box_office_metrics") == [None]
