"""What a contract says of deliveries besides their columns, and contracts that change while there is data."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest.contracts import CONTRACTS, read_contracts
from movies_lakehouse.build import dbt_runner, generate
from movies_lakehouse.cli import verbs_job
from tests.journey.project import ROOT, replace_once
from tests.journey.support import CRITIC, GROSS, Movies, pulse
from tests.journey.test_changed_project import AWARDS_COLUMNS, AWARDS_CONTRACT, AWARDS_IN_GOLD, AWARDS_MODEL

pytestmark = pytest.mark.slow

GOLD = "select movie_title, providers from gold.movies_unified order by movie_title"
SCORES = (
    "select movie_title, critic_score_percentage, top_critic_score, _older_figures from silver.critic_agg order by 1"
)


@dataclass(frozen=True)
class Project:
    """Contracts and dbt project that a test may change, in the place of the real ones."""

    contracts: Path
    dbt: Path

    def change(self, contract: str, old: str, new: str) -> None:
        """Changes a contract and does what docs/add-a-provider.md says to do after it."""
        replace_once(self.contracts / f"{contract}.yml", old, new)
        self.generate()

    def generate(self) -> None:
        contracts = read_contracts(self.contracts)
        (self.dbt / "macros/contracts.sql").write_text(generate.macros(contracts))
        (self.dbt / "models/bronze/_sources.yml").write_text(generate.sources(contracts))


@pytest.fixture
def changing(tmp_path: Path, dbt: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    contracts = Path(shutil.copytree(CONTRACTS, tmp_path / "contracts"))
    # Two tests may change the project alike, and each has a copy of its own.
    monkeypatch.setattr(dbt_runner, "MANIFESTS", {})
    monkeypatch.setattr(verbs_job, "read_contracts", lambda: read_contracts(contracts))
    return Project(contracts, dbt)


def critics(*rows: str) -> str:
    return CRITIC + "".join(f"{row}\n" for row in rows)


def everything(changing: Project, may_lose: str = "") -> None:
    changing.change("critic_agg", "    format: csv\n", f"    format: csv\n    delivers: everything\n{may_lose}")


TEN = [f"Harbor {number},20{number},80,7.4,100" for number in range(10, 20)]


def test_a_delivery_that_is_everything(movies: Movies, changing: Project) -> None:
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


def test_an_older_or_undated_delivery_of_everything_changes_nothing(movies: Movies, changing: Project) -> None:
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


def test_a_delivery_of_everything_that_loses_too_much(movies: Movies, changing: Project) -> None:
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


def test_a_delivery_of_everything_may_lose_the_share_itself(movies: Movies, changing: Project) -> None:
    everything(changing, "    may_lose: 0.2\n")
    movies.run({"critic_agg": {"critic_agg_2026-11-01.csv": critics(*TEN)}})
    assert movies.run({"critic_agg": {"critic_agg_2026-11-08.csv": critics(*TEN[:8])}}).exit_code == 0
    assert len(movies.rows(GOLD)) == 8


@pytest.mark.parametrize("says", ["empty: unknown", "empty: {top_critic_score: unknown}"])
def test_empty_fields_that_say_nothing(movies: Movies, changing: Project, says: str) -> None:
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


def adopt(changing: Project, *lines: str) -> None:
    """Lists the column in the contract and takes it through staging to silver."""
    with (changing.contracts / "critic_agg.yml").open("a") as contract:
        contract.write("".join(f"{line}\n" for line in ("      distributor: Who distributes it.", *lines)))
    changing.generate()
    for file, place, text in TYPED:
        replace_once(changing.dbt / file, place, text + place)
    silver = changing.dbt / "models/silver/critic_agg.sql"
    replace_once(silver, "'total_critic_reviews_counted'] %}", "'total_critic_reviews_counted', 'distributor'] %}")


DISTRIBUTORS = "select movie_title, distributor from silver.critic_agg order by movie_title"


def test_values_that_came_before_their_column_was_adopted(movies: Movies, changing: Project) -> None:
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


def test_values_of_a_header_that_is_a_column_by_another_name_now(movies: Movies, changing: Project) -> None:
    movies.run({"critic_agg": {"critic_agg_2026-11-20.csv": with_column("Verleih", "Up,2009,98,8.7,298,Pixar")}})
    adopt(changing, "    optional: [distributor]", "    renamed: {verleih: distributor}")
    assert movies("transform").exit_code == 0
    assert movies.rows(DISTRIBUTORS) == [("Up", "Pixar")]


def rename_score(changing: Project) -> None:
    """Calls a column of the contract by another name, there and in the staging model."""
    replace_once(changing.contracts / "critic_agg.yml", "      critic_score_percentage:", "      tomatometer:")
    staging = changing.dbt / "models/staging/stg_critic_agg.sql"
    for macro in ("percentage", "is_empty"):
        replace_once(staging, f"{macro}('critic_score_percentage')", f"{macro}('tomatometer')")
    changing.generate()


AGAIN = critics("Harbor Lights,2001,82,7.5,141").replace("critic_score_percentage", "tomatometer")
PERCENTAGES = "select movie_title, cast(critic_score_percentage as varchar) from silver.critic_agg order by 1"


def test_a_column_that_gets_another_name_keeps_its_values(movies: Movies, changing: Project) -> None:
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


def test_a_column_with_values_that_has_no_place_any_more_is_refused(movies: Movies, changing: Project) -> None:
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


def test_a_column_that_only_goes_keeps_its_values_in_bronze(movies: Movies, changing: Project) -> None:
    adopt(changing, "    optional: [distributor]")
    first = with_column("distributor", "Up,2009,98,8.7,298,Pixar")
    movies.run({"critic_agg": {"critic_agg_2026-11-20.csv": first}})
    shutil.copy(CONTRACTS / "critic_agg.yml", changing.contracts)
    later = critics("Up,2009,97,8.7,298")
    assert movies.ingest({"critic_agg": {"critic_agg_2026-11-27.csv": later}}).exit_code == 0
    rows = "select critic_score_percentage, distributor from bronze.critic_agg order by 1"
    assert movies.rows(rows) == [("97", None), ("98", "Pixar")]


FANS = pulse({"title": "Up", "year": "2009"}, {"title": "Fans Only", "year": "2010"})
TWO_PROVIDERS = {
    "critic_agg": {"critic_agg_2026-11-20.csv": critics("Up,2009,98,8.7,298")},
    "audience_pulse": {"audience_pulse_2026-11-20.json": FANS},
}


def test_a_provider_whose_contract_is_gone(movies: Movies, changing: Project) -> None:
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


def test_a_table_that_its_providers_contract_has_lost(movies: Movies, changing: Project) -> None:
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


def test_nothing_is_left_of_a_provider_that_is_taken_out_of_the_project(movies: Movies, changing: Project) -> None:
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


def test_a_stack_refuses_to_retire(movies: Movies) -> None:
    refused = movies("--runtime", "stack", "retire", "critic_agg")
    assert (refused.exit_code, refused.out) == (1, "")
    assert refused.error().startswith("a stack cannot retire critic_agg: only a lake in a folder can; ")
