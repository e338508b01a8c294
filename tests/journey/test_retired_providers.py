"""A contract that is gone, until its provider is retired."""

import shutil

import pytest

from tests.journey.project import ROOT, ChangingProject, replace_once
from tests.journey.support import GROSS, Movies, critics, pulse
from tests.journey.test_changed_project import AWARDS_COLUMNS, AWARDS_CONTRACT, AWARDS_IN_GOLD, AWARDS_MODEL

pytestmark = pytest.mark.slow

GOLD = "select movie_title, providers from gold.movies_unified order by movie_title"

FANS = pulse({"title": "Up", "year": "2009"}, {"title": "Fans Only", "year": "2010"})
TWO_PROVIDERS = {
    "critic_agg": {"critic_agg_2026-11-20.csv": critics("Up,2009,98,8.7,298")},
    "audience_pulse": {"audience_pulse_2026-11-20.json": FANS},
}


def test_a_provider_whose_contract_is_gone(movies: Movies, changing: ChangingProject) -> None:
    movies.run(TWO_PROVIDERS)
    contract = changing.contracts / "audience_pulse.yml"
    kept = contract.read_text()
    contract.unlink()
    content, csvs = movies.content(), movies.csvs()
    says = (
        "no contract describes bronze.audience_pulse of audience_pulse any more; put it back, or take what came with "
        "it out of silver and gold: movies retire audience_pulse"
    )
    # Also where nothing else has changed.
    for _ in range(2):
        refused = movies("transform")
        assert (refused.exit_code, refused.error()) == (10, says)
    newer = {"critic_agg": {"critic_agg_2026-11-27.csv": critics("Up,2009,97,8.7,298", "Ran,1985,97,9.0,80")}}
    assert (movies.run(newer).exit_code, movies.run(newer).error()) == (10, says)
    # What was delivered is loaded; silver, gold and the CSVs are as they were.
    assert movies.values("select count(*) from bronze.critic_agg") == [3]
    assert movies.content("silver", "gold").items() <= content.items()
    assert movies.csvs() == csvs

    retired = movies("retire", "audience_pulse")
    assert (retired.exit_code, retired.err) == (0, "")
    assert retired.out == (
        "audience_pulse is retired: the next build leaves out bronze.audience_pulse, which stay as they are; "
        "movies transform\n"
    )
    assert movies("retire", "audience_pulse", "--json").json() == ["audience_pulse"]
    result = movies.run(newer)
    assert (result.exit_code, result.err) == (0, "")
    assert movies.rows(GOLD) == [("Ran", 1), ("Up", 1)]
    assert movies.values("select count(*) from silver.audience_pulse") == [0]
    assert movies.content("bronze")["bronze.audience_pulse"] == content["bronze.audience_pulse"]
    assert "up to date" in movies("transform").out

    # The contract comes back, and with it what was delivered.
    contract.write_text(kept)
    assert movies("transform").exit_code == 0
    assert movies.rows(GOLD) == [("Fans Only", 1), ("Ran", 1), ("Up", 2)]
    contract.unlink()
    assert movies("transform").exit_code == 10


def test_a_table_that_its_providers_contract_has_lost(movies: Movies, changing: ChangingProject) -> None:
    domestic = {"box_office_domestic_2026-11-20.csv": f"{GROSS}Up,2009,5\n"}
    international = {"box_office_international_2026-11-20.csv": f"{GROSS}Up,2009,7\n"}
    movies.run({"box_office_domestic": domestic, "box_office_international": international})
    contract = changing.contracts / "box_office.yml"
    text = contract.read_text()
    start, end = text.index("  box_office_international:"), text.index("  box_office_financials:")
    contract.write_text(text[:start] + text[end:])
    refused = movies("transform")
    assert refused.exit_code == 10
    assert "no contract describes bronze.box_office_international of box_office any more" in refused.error()
    assert movies("retire", "box_office").exit_code == 0
    assert movies("transform").exit_code == 0
    money = "select domestic_box_office_gross_usd, international_box_office_gross_usd from silver.box_office_metrics"
    assert movies.rows(money) == [(5, None)]


def test_nothing_is_left_of_a_provider_that_the_project_has_lost(movies: Movies, changing: ChangingProject) -> None:
    added = {
        changing.contracts / "awards.yml": AWARDS_CONTRACT,
        changing.dbt / "models/staging/stg_awards.sql": AWARDS_MODEL,
        changing.dbt / "models/staging/_stg_awards.yml": AWARDS_COLUMNS,
        changing.dbt / "models/silver/awards.sql": "select movie_id, movie_title, release_year, oscars "
        "from {{ newest_per_movie('stg_awards', ['oscars']) }} as newest\n",
    }
    for path, text in added.items():
        path.write_text(text)
    for file, place, text in AWARDS_IN_GOLD:
        replace_once(changing.dbt / file, place, text)
    changing.generate()
    prizes = {"awards_2026.json": '[{"movie": "Prized", "year": 2009, "oscars": 2}]'}
    first = movies.run({**TWO_PROVIDERS, "awards": prizes})
    assert (first.exit_code, first.err) == (0, "")
    assert "Prized" in movies.values("select movie_title from gold.movies_unified")
    assert movies.values("select oscars from silver.awards") == [2]

    for path in added:
        path.unlink()
    for file, _, _ in AWARDS_IN_GOLD:
        shutil.copy(ROOT / "dbt" / file, changing.dbt / file)
    changing.generate()
    assert movies("transform").exit_code == 10
    assert movies.values("select oscars from silver.awards") == [2]
    assert movies("retire", "awards").exit_code == 0
    result = movies("transform")
    assert (result.exit_code, result.err) == (0, "")
    assert result.line("silver.awards") == "  warning: silver.awards is dropped: no model makes it any more"
    assert movies.rows(GOLD) == [("Fans Only", 1), ("Up", 2)]
    assert "silver.awards" not in movies.snapshots()
    assert movies.values("select oscars from bronze.awards") == ["2"]
    # Said once.
    movies.ingest({"critic_agg": {"critic_agg_2026-11-27.csv": critics("Up,2009,97,8.7,298")}})
    assert "dropped" not in movies("transform").out


@pytest.mark.parametrize(
    ("provider", "says"),
    [
        ("critic_agg", "critic_agg has a contract that describes all its tables; remove it, then retire it"),
        ("fans", "no provider 'fans' without a contract has delivered into this lake"),
    ],
)
def test_what_cannot_be_retired(movies: Movies, provider: str, says: str) -> None:
    assert movies.ingest({"critic_agg": {"critic_agg.csv": critics("Up,2009,98,8.7,298")}}).exit_code == 0
    refused = movies("retire", provider)
    assert (refused.exit_code, refused.error()) == (1, says)
