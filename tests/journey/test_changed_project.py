"""What happens when the project changes: a new provider, a contract that grows, a rule that the data breaks."""

import json
import shutil
from pathlib import Path

import pytest

from ingest.contracts import CONTRACTS, read_contracts
from movies_lakehouse.cli import verbs_job
from tests.journey.project import in_project, replace_once
from tests.journey.support import CRITIC, Movies

pytestmark = pytest.mark.slow

UP = {"critic_agg": {"critic_agg.csv": CRITIC + "Up,2009,98,8.7,298\n"}}

AWARDS_CONTRACT = """
provider: awards
about: Prizes that movies won
cadence: P12M
tables:
  awards:
    files: "awards*.json"
    format: json
    key: [movie, year]
    columns:
      movie: Title as the provider prints it.
      year: Year of first release.
      oscars: Number of Academy Awards won.
"""
AWARDS_MODEL = """
with

source as (
    select * from {{ source('bronze', 'awards') }}
),

{{ counted_rows('source') }},

typed as (
    select
        {{ title('movie') }} as movie_title,
        {{ year('year') }} as release_year,
        {{ identifiers('awards') }},
        {{ whole_number('oscars') }} as oscars,
        {{ is_empty('oscars') }} as _oscars_is_empty,
        {{ origin() }}
    from counted
),

{{ with_title_id('typed', 'awards') }}

select
    title_id, movie_title, release_year, imdb_id, tmdb_id, wikidata_id, oscars, _oscars_is_empty, {{ origin() }}, _alias
from titled
"""
AWARDS_COLUMNS = """
models:
  - name: stg_awards
    columns:
      - name: oscars
"""
# File, a line in it, what takes the line's place.
AWARDS_IN_GOLD = [
    (
        "macros/titles/title_sources.sql",
        "        'box_office',\n",
        "        'awards',\n        'box_office',\n",
    ),
    (
        "models/gold/movies_unified.sql",
        "    left join {{ ref('box_office_metrics') }}",
        "    left join {{ newest_per_movie('stg_awards', ['oscars']) }} as awards\n"
        "        on movies.movie_id = awards.movie_id\n"
        "    left join {{ ref('box_office_metrics') }}",
    ),
    (
        "models/gold/movies_unified.sql",
        "        case when critic_agg.movie_id",
        "        awards.oscars,\n        case when awards.movie_id is not null then 1 else 0 end\n"
        "        + case when critic_agg.movie_id",
    ),
    ("models/gold/movies_unified.sql", "    cast(providers as integer)", "    oscars,\n    cast(providers as integer)"),
    (
        "models/gold/_gold.yml",
        "      - name: providers\n        description: How many",
        "      - name: oscars\n        description: Academy Awards won (awards).\n        data_type: bigint\n"
        "      - name: providers\n        description: How many",
    ),
]


def test_a_new_provider_is_three_files_and_a_few_lines(movies: Movies, project: Path) -> None:
    assert movies.run(UP).exit_code == 0
    (project / "ingest/contracts/awards.yml").write_text(AWARDS_CONTRACT)
    (project / "dbt/models/staging/stg_awards.sql").write_text(AWARDS_MODEL)
    (project / "dbt/models/staging/_stg_awards.yml").write_text(AWARDS_COLUMNS)
    for path, old, new in AWARDS_IN_GOLD:
        replace_once(project / "dbt" / path, old, new)
    assert in_project(project, "movies_lakehouse.build.generate", "--check").exit_code == 1
    assert in_project(project, "movies_lakehouse.build.generate").exit_code == 0
    assert in_project(project, "movies_lakehouse.build.generate", "--check").exit_code == 0

    rows = [{"movie": "UP", "year": 2009, "oscars": 2}, {"movie": "Coco", "year": 2017, "oscars": "two"}]
    config = movies.deliver({"awards": {"awards_2024.json": json.dumps(rows)}})
    result = in_project(project, "movies_lakehouse.cli.main", "run", str(config))
    assert (result.exit_code, result.err) == (0, "")
    assert "awards  awards_2024.json  2 read, 2 loaded, 0 malformed" in result.out
    assert movies.rows(
        "select movie_title, critic_score_percentage, oscars, providers from gold.movies_unified order by movie_title"
    ) == [("Coco", None, None, 1), ("Up", 98, 2, 2)]
    assert movies.rows("select column_name, value from silver.rejected") == [("oscars", "two")]
    coverage = "select kind, providers, movies from gold.provider_coverage where providers like '%awards%' order by all"
    assert movies.rows(coverage) == [
        ("combination", "awards", 1),
        ("combination", "critic_agg + awards", 1),
        ("provider", "awards", 2),
    ]
    status = in_project(
        project, "movies_lakehouse.cli.main", "--lake", str(movies.lake_folder), "status", "--json"
    ).json()
    assert {row["provider"]: row["deliveries"] for row in status["providers"]}["awards"] == 1


def test_a_contract_that_gains_a_column(movies: Movies, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_studio = CRITIC.replace("\n", ",Studio\n")
    first = {"critic_agg_20240101.csv": with_studio + "Up,2009,98,8.7,298,Pixar\n"}
    assert "unexpected columns: Studio" in movies.run({"critic_agg": first}).out

    contracts = tmp_path / "contracts"
    shutil.copytree(CONTRACTS, contracts)
    with (contracts / "critic_agg.yml").open("a") as contract:
        contract.write("      studio: Studio of the movie.\n    optional: [studio]\n")
    monkeypatch.setattr(verbs_job, "read_contracts", lambda: read_contracts(contracts))
    later = {
        "critic_agg_20240108.csv": with_studio + "Coco,2017,97,8.3,359,Disney\n",
        "critic_agg_20240115.csv": CRITIC + "Soul,2020,95,8.3,359\n",
    }
    result = movies.run({"critic_agg": later})
    assert (result.exit_code, result.err) == (0, "")
    assert "unexpected" not in result.out
    assert movies.rows("select movie_title, studio, _extra from bronze.critic_agg order by _delivered_on") == [
        ("Up", None, '{"Studio": "Pixar"}'),
        ("Coco", "Disney", None),
        ("Soul", None, None),
    ]
    assert sorted(movies.values("select movie_title from gold.movies_unified")) == ["Coco", "Soul", "Up"]
    assert movies.csvs()["bronze/critic_agg.csv"].decode().splitlines()[0] == CRITIC.strip() + ",studio"


CRITICS_2 = CRITIC + "Up,2009,12,8.7,298\nDown,2009,13,1.0,5\nAside,2009,14,1.0,5\n"
NEWER = {"critic_agg": {"critic_agg_2.csv": CRITICS_2}}
NO_LOW_SCORES = (
    "select movie_title, critic_score_percentage from {{ ref('movies_unified') }} where critic_score_percentage < 50"
)


def test_data_that_break_a_rule_are_not_published(movies: Movies, dbt: Path) -> None:
    rule = dbt / "tests" / "no_low_scores.sql"
    rule.write_text(NO_LOW_SCORES)
    assert movies.run(UP).exit_code == 0
    snapshots, csvs = published(movies), movies.csvs()

    failed = movies.run(NEWER)
    assert failed.exit_code == 12
    assert failed.error().startswith("data test no_low_scores: 3 found: ")
    assert "movie_title=Down, critic_score_percentage=13.00" in failed.error()
    assert published(movies) == snapshots
    assert movies.csvs() == csvs
    assert movies.values("select count(*) from bronze.critic_agg") == [4]

    rule.unlink()
    again = movies.run(NEWER)
    assert (again.exit_code, again.err) == (0, "")
    assert movies.values("select critic_score_percentage from gold.movies_unified where movie_title = 'Up'") == [12]


def published(movies: Movies) -> dict[str, int | None]:
    return {name: snapshot for name, snapshot in movies.snapshots().items() if not name.startswith("bronze.")}


# File, what it says, what somebody makes of it, words of the message.
BROKEN_MODELS = {
    "a promised type": (
        "models/gold/movies_unified.sql",
        "cast(providers as integer)",
        "cast(providers as bigint)",
        "dbt: movies_unified: ",
    ),
    "a column": ("models/silver/critic_agg.sql", "movie_title,", "movie,", "dbt: critic_agg: "),
    "a type that Iceberg lacks": (
        "models/silver/critic_agg.sql",
        "    total_critic_reviews_counted",
        "    cast(total_critic_reviews_counted as hugeint) as total_critic_reviews_counted",
        "column total_critic_reviews_counted is HUGEINT, which Iceberg lacks; cast it in the model",
    ),
    "a macro": (
        "models/silver/critic_agg.sql",
        "newest_per_movie('stg_critic_agg', figures)",
        "newest_per_movie('stg_critics', figures)",
        "stg_critics",
    ),
}


@pytest.fixture(scope="module")
def built(shared: Movies) -> Movies:
    assert shared.run(UP).exit_code == 0
    return shared


@pytest.mark.parametrize("name", BROKEN_MODELS)
def test_a_model_that_cannot_be_built(built: Movies, dbt: Path, name: str) -> None:
    path, old, new, says = BROKEN_MODELS[name]
    newer = {"critic_agg": {f"critic_agg {name}.csv": CRITICS_2}}
    snapshots, csvs = published(built), built.csvs()
    replace_once(dbt / path, old, new)
    broken = built.run(newer)
    assert broken.exit_code == 1
    assert says in broken.error()
    assert published(built) == snapshots
    assert built.csvs() == csvs
    replace_once(dbt / path, new, old)
    assert built.run(newer).exit_code == 0
    assert published(built) != snapshots


def test_columns_that_move_and_one_that_comes_between(movies: Movies, dbt: Path) -> None:
    assert movies.run(UP).exit_code == 0
    old = movies.lake.snapshot_id(("gold", "movies_unified"))
    replace_once(
        dbt / "models/silver/critic_agg.sql",
        "    movie_title,\n    release_year,\n    critic_score_percentage,\n    top_critic_score,\n",
        "    release_year,\n    movie_title,\n    top_critic_score,\n    critic_score_percentage,\n",
    )
    replace_once(
        dbt / "models/gold/movies_unified.sql",
        "    movie_title,\n    release_year,\n    critic_score_percentage,\n",
        "    movie_title,\n    cast(release_year / 10 as integer) as tens,\n"
        "    release_year,\n    critic_score_percentage,\n",
    )
    replace_once(
        dbt / "models/gold/_gold.yml",
        "description: Title, spelled as movie_aliases.csv has it, "
        "else critic_agg, else audience_pulse, else box_office.\n"
        "        data_type: varchar\n",
        "description: Title, spelled as critic_agg has it.\n        data_type: varchar\n"
        "      - name: tens\n        description: Tens of years.\n        data_type: integer\n",
    )
    assert movies.run(UP).exit_code == 0

    silver, gold = (movies.lake.table(name).to_arrow() for name in ("silver.critic_agg", "gold.movies_unified"))
    assert silver.to_pylist() == movies.lake.rows("select * from silver.critic_agg")
    assert gold.to_pylist() == movies.lake.rows("select * from gold.movies_unified")
    assert silver.column_names[1:5] == ["release_year", "movie_title", "top_critic_score", "critic_score_percentage"]
    assert [str(value) for value in silver.slice(0, 1).to_pylist()[0].values()][1:5] == ["2009", "Up", "8.70", "98.00"]
    assert gold.column_names[1:4] == ["movie_title", "tens", "release_year"]
    assert list(gold.to_pylist()[0].values())[1:4] == ["Up", 201, 2009]
    assert (
        movies.csvs()["gold/movies_unified.csv"].decode().splitlines()[1].startswith("up-2009,Up,201,2009,98.00,8.70,")
    )
    before = movies.lake.table("gold.movies_unified", snapshot_id=old).to_arrow().to_pylist()
    assert [(row["movie_title"], row["release_year"], row["critic_score_percentage"]) for row in before] == [
        ("Up", 2009, 98)
    ]
