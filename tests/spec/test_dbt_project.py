"""The dbt project builds, its own tests pass, each of them can fail, and every column is described."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from movies_lakehouse.build import dbt_runner
from movies_lakehouse.outputs.csv_export import EXPORTED
from movies_lakehouse.outputs.quality.report import GOLD as SHOWN
from movies_lakehouse.outputs.report.origins import FIGURES
from movies_lakehouse.outputs.report.questions import GOLD
from tests.spec.dbt_project import Built, Rows, built, invoke

BRONZE: dict[str, Rows] = {
    "critic_agg": [
        ("Inception", "2010", "87%", "8.1", "360"),
        ("INCEPTION", "2010", "88", "N/A", ""),
        ("", "2010", "87", "8.1", "360"),
        (" ", "MMX", "101", "8.1", "360"),
        ("It's \"quoted\", 'twice'", "2010", "101", "999.999", "-1"),
        ("Dr. Strangelove", "1964", "98", "9.1", "96"),
        ("Mr. Turner", "2014", "97", "8.4", "200"),
    ],
    "audience_pulse": [
        ("Inception", "2010", "8.8", "2000000", "292576196"),
        ("Up", None, "8.3", "1100000", "293004164"),
        ("Ran", "1985.0", "8.2", None, "$4,135,750"),
        ("Doctor Strangelove", "1964", "8.3", "500000", None),
        ("Mister Turner", "2014", "6.8", "28000", None),
    ],
    "box_office_domestic": [("Inception", "2010", "292576195")],
    "box_office_international": [("Inception", "2010", "535700000")],
    "box_office_financials": [("Inception", "2010", "160000000", "100000000"), ("Ran", "1985", "11500000", "-")],
}

# What each data test is there to notice: a table in which every row has a wrong value in one column.
DAMAGES = [
    ("a_title_is_one_movie_at_most", "matching.title_links", "'up-2009' as title_id"),
    ("a_title_is_one_movie_at_most", "matching.title_links", "null as title_id"),
    ("a_title_has_one_id", "matching.provider_titles", "provider as imdb_id"),
    (
        "a_provider_splits_no_movie",
        "silver.match_decisions",
        "'only listed' as decision, 'ran-1985' as title_id, 'inception-2010' as matched_title_id",
    ),
    ("titles_has_one_row_per_title", "matching.titles", "'up-2009' as title_id"),
    ("titles_has_one_row_per_title", "matching.titles", "null as title_id"),
    ("a_title_of_a_provider_is_one_movie", "silver.movie_matches", "'up-2009' as title_id"),
    ("a_title_of_a_provider_is_one_movie", "silver.movie_matches", "null as provider"),
    (
        "provider_titles_has_one_row_per_provider_and_title",
        "matching.provider_titles",
        "'x' as provider, 'y' as title_id",
    ),
    ("provider_titles_has_one_row_per_provider_and_title", "matching.provider_titles", "null as title_id"),
    ("audience_pulse_has_one_row_per_movie", "silver.audience_pulse", "'up-2009' as movie_id"),
    ("audience_pulse_has_one_row_per_movie", "silver.audience_pulse", "null as movie_id"),
    ("box_office_metrics_has_one_row_per_movie", "silver.box_office_metrics", "'up-2009' as movie_id"),
    ("box_office_metrics_has_one_row_per_movie", "silver.box_office_metrics", "null as movie_id"),
    ("critic_agg_has_one_row_per_movie", "silver.critic_agg", "'up-2009' as movie_id"),
    ("critic_agg_has_one_row_per_movie", "silver.critic_agg", "null as movie_id"),
    ("every_bronze_row_is_accounted_for", "silver.row_accounting", "rejected + 1 as rejected"),
    ("every_title_is_matched", "silver.movie_matches", "'critic_agg' as provider"),
    (
        "every_provider_has_usable_rows",
        "silver.row_accounting",
        "0 as newest_of_a_title, 0 as older_versions",
    ),
    ("every_provider_fact_has_a_precedence", "silver.provider_facts", "null as precedence"),
    ("every_match_leads_to_a_movie", "silver.movie_matches", "'up-2009' as movie_id"),
    ("every_movie_has_title_and_year", "gold.movies_unified", "null as release_year"),
    ("figures_are_possible", "gold.movies_unified", "10.01 as audience_average_score"),
    ("gold_has_every_movie", "gold.movies_by_year", "movies + 1 as movies"),
    ("gold_loses_no_money", "gold.movies_unified", "marketing_spend_usd + 0.01 as marketing_spend_usd"),
    ("known_figures_stay_known", "silver.critic_agg", "null as critic_score_percentage"),
    ("match_decisions_has_one_row_per_pair_and_rule", "silver.match_decisions", "null as rule"),
    (
        "match_decisions_has_one_row_per_pair_and_rule",
        "silver.match_decisions",
        "'x' as title_id, 'y' as matched_title_id",
    ),
    ("match_rates_has_one_row_per_provider_and_rule", "gold.match_rates", "'x' as provider"),
    ("match_rates_has_one_row_per_provider_and_rule", "gold.match_rates", "null as rule"),
    ("movies_by_year_has_one_row_per_year", "gold.movies_by_year", "2009 as release_year"),
    ("movies_by_year_has_one_row_per_year", "gold.movies_by_year", "null as release_year"),
    ("movies_has_one_row_per_movie", "silver.movies", "'up-2009' as movie_id"),
    ("movies_has_one_row_per_movie", "silver.movies", "null as movie_id"),
    ("movies_unified_has_one_row_per_movie", "gold.movies_unified", "'up-2009' as movie_id"),
    ("movies_unified_has_one_row_per_movie", "gold.movies_unified", "null as movie_id"),
    ("no_provider_is_late", "gold.provider_coverage", "date '2000-01-01' as next_due_on"),
    ("provider_conflicts_has_one_row_per_other_figure", "gold.provider_conflicts", "null as fact"),
    ("provider_coverage_has_one_row_per_combination", "gold.provider_coverage", "'x' as providers"),
    ("provider_coverage_has_one_row_per_combination", "gold.provider_coverage", "null as providers"),
    ("provider_facts_has_one_row_per_figure", "silver.provider_facts", "'up-2009' as movie_id, 'x' as provider"),
    ("provider_facts_has_one_row_per_figure", "silver.provider_facts", "null as fact"),
    ("provider_pairs_has_one_row_per_pair", "gold.provider_pairs", "'x' as provider, 'y' as other_provider"),
    ("provider_pairs_has_one_row_per_pair", "gold.provider_pairs", "null as provider"),
    (
        "quality_history_has_one_row_per_figure_and_build",
        "gold.quality_history",
        "'x' as table_name, 'rows' as measure, 'all' as rule",
    ),
    ("quality_history_has_one_row_per_figure_and_build", "gold.quality_history", "null as build"),
    ("rejected_by_rule_has_one_row_per_rule", "gold.rejected_by_rule", "'x' as column_name, 'y' as expected"),
    ("rejected_by_rule_has_one_row_per_rule", "gold.rejected_by_rule", "null as expected"),
    ("rejected_has_one_row_per_value", "silver.rejected", "1 as line, 'x' as column_name"),
    ("rejected_has_one_row_per_value", "silver.rejected", "null as sha256"),
    ("row_accounting_has_one_row_per_table", "silver.row_accounting", "'x' as table_name"),
    ("row_accounting_has_one_row_per_table", "silver.row_accounting", "null as table_name"),
    ("rows_accounted_for_has_one_row_per_table", "gold.rows_accounted_for", "'x' as table_name"),
    ("rows_accounted_for_has_one_row_per_table", "gold.rows_accounted_for", "null as table_name"),
    ("titles_look_well_decoded", "silver.movie_matches", "'AmÃ©lie' as provider_title"),
]

# Data tests that find what is meant by them in these deliveries.
WARNED = {"a_delivery_says_one_thing_of_a_movie", "newest_deliveries_are_sound"}

# Data tests of deliveries that are everything, which no contract here promises: tests/journey/test_whole_deliveries.py.
OF_WHOLE_DELIVERIES = {"titles_are_withdrawn", "whole_deliveries_have_a_day_each", "whole_deliveries_keep_most_titles"}

# Lines of a seed that a data test refuses or warns of, and what it says of each.
ALIASES = "staging.movie_aliases(provider, title, release_year, movie_title, movie_year)"
CANNOT_LINK = "staging.cannot_link(title, release_year)"
PRECEDENCE = "staging.source_precedence(fact, provider, precedence)"
UNKNOWN = "no provider names it: not yet, or look at the spelling"
BOTH = "give both titles and both years, years like 1999"
MOVIE = "give a title and a year like 1999"
ORDER = "give each provider of a fact a precedence of its own: 1, 2, 3"
ONWARD = "lead to the last name at once: another line gives this movie another name"
SEED_LINES: list[tuple[str, str, str, set[str]]] = [
    ("movie_aliases_are_sound", ALIASES, "('', 'Druk', '2020', 'Another Round', '2020')", set()),
    ("movie_aliases_are_sound", ALIASES, "(null, ' ', '2020', 'Another Round', '2020')", {BOTH}),
    ("movie_aliases_are_sound", ALIASES, "('', 'Druk', '20', 'Another Round', '2020')", {BOTH}),
    ("movie_aliases_are_sound", ALIASES, "('', 'Druk', '2020', 'Another Round', null)", {BOTH}),
    (
        "movie_aliases_are_sound",
        ALIASES,
        "('fans', 'Druk', '2020', 'Another Round', '2020')",
        {"leave the provider empty or write one of critic_agg, audience_pulse, box_office"},
    ),
    (
        "movie_aliases_are_sound",
        ALIASES,
        "('', 'Druk', '2020', 'Another Round', '2020'), ('box_office', 'DRUK', '2020', 'Round', '2020')",
        {"keep one of the lines about this name"},
    ),
    (
        "movie_aliases_are_sound",
        ALIASES,
        "('critic_agg', 'A', '2020', 'C', '2020'), ('box_office', 'A', '2020', 'B', '2020')",
        set(),
    ),
    ("movie_aliases_are_sound", ALIASES, "('', 'A', '2020', 'B', '2020'), ('', 'B', '2020', 'A', '2020')", {ONWARD}),
    ("movie_aliases_are_sound", ALIASES, "('', 'A', '2020', 'B', '2020'), ('', 'b', '2020', 'C', '2020')", {ONWARD}),
    ("movie_aliases_are_sound", ALIASES, "('', 'A', '2020', 'a', '2020')", {ONWARD}),
    ("cannot_link_is_sound", CANNOT_LINK, "('Up', '2009'), ('Up', '2010')", set()),
    ("cannot_link_is_sound", CANNOT_LINK, "('Up', '2009'), (null, '2009')", {MOVIE}),
    ("cannot_link_is_sound", CANNOT_LINK, "('Up', '2009?')", {MOVIE}),
    ("seeds_name_known_titles", CANNOT_LINK, "(' INCEPTION', '2010')", set()),
    ("seeds_name_known_titles", CANNOT_LINK, "('Up', '2010')", {UNKNOWN}),
    ("source_precedence_is_sound", PRECEDENCE, "('a', 'b', '1'), ('a', 'c', '2')", set()),
    ("source_precedence_is_sound", PRECEDENCE, "('a', 'b', '1'), ('a', 'c', '1')", {ORDER}),
    ("source_precedence_is_sound", PRECEDENCE, "('a', 'b', '1'), ('a', 'b', '2')", {ORDER}),
    ("source_precedence_is_sound", PRECEDENCE, "('a', 'b', 'first')", {ORDER}),
]
# What dbt may be told about Trino: none of it is needed to read the project.
TRINO_SETTINGS = [
    "MOVIES_TRINO_HOST",
    "MOVIES_TRINO_PORT",
    "MOVIES_TRINO_USER",
    "MOVIES_TRINO_PASSWORD",
    "MOVIES_TRINO_CA",
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    # As if what is built had been published before.
    published = {"critic_agg": {"relation": "silver.critic_agg", "columns": ["critic_score_percentage", "gone"]}}
    variables = json.dumps({"published": published})
    with built(tmp_path_factory.mktemp("dbt"), BRONZE, "--vars", variables) as project:
        yield project


def test_models_build_and_their_tests_pass(project: Built) -> None:
    failed = {
        result.node.name: f"{result.status}: {result.message}"
        for result in project.results
        # dbt skips what depends on what failed, and has nothing to do for an exposure.
        if result.status not in ("success", "pass", "skipped", "no-op")
    }
    assert {name for name in WARNED if failed.pop(name, "").startswith("warn: ")} == WARNED
    assert not failed, "\n\n".join(f"{name}: {what}" for name, what in failed.items())
    assert project.nodes("unit_test")


def test_what_set_up_has_read_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dbt_runner, "MANIFESTS", {})
    dbt_runner.parsed(tmp_path, "embedded")
    assert "Unable to do partial parsing" not in (tmp_path / "dbt.log").read_text()


def test_data_tests_are_known_by_what_they_notice(project: Built) -> None:
    assert project.nodes("test").keys() == {test for test, *_ in [*DAMAGES, *SEED_LINES]} | WARNED | OF_WHOLE_DELIVERIES


@pytest.mark.parametrize(("name", "table", "wrong"), DAMAGES)
def test_data_test_notices_damage(project: Built, name: str, table: str, wrong: str) -> None:
    layer, model = table.split(".")
    sound: str = project.nodes("test")[name].compiled_code
    damaged = sound.replace(f'"memory"."{layer}"."{model}"', f"(select * replace ({wrong}) from {table})")
    assert not project.rows(sound)
    assert project.rows(damaged)


@pytest.mark.parametrize(("test", "seed", "lines", "remedies"), SEED_LINES)
def test_a_line_of_a_seed_is_refused_with_its_remedy(
    project: Built, test: str, seed: str, lines: str, remedies: set[str]
) -> None:
    table, columns = seed.removesuffix(")").split("(")
    schema, name = table.split(".")
    sql: str = project.nodes("test")[test].compiled_code
    filled = sql.replace(f'"memory"."{schema}"."{name}"', f"(select * from (values {lines}) as lines ({columns}))")
    assert filled != sql
    assert {remedy for (remedy,) in project.rows(f"select remedy from ({filled})")} == remedies


POINTS = "points are decimal in its column"


def test_rejected_lists_what_silver_did_not_take(project: Built) -> None:
    listed = project.rows("select table_name, line, column_name, value, expected, rejects from silver.rejected")
    assert sorted(listed, key=str) == [
        ("audience_pulse", 3, "year", None, "a year from 1870 to 2100", "row"),
        ("critic_agg", 4, "movie_title", "", "a title", "row"),
        ("critic_agg", 5, "critic_score_percentage", "101", "a percentage from 0 to 100", "value"),
        ("critic_agg", 5, "movie_title", " ", "a title", "row"),
        ("critic_agg", 5, "release_year", "MMX", "a year from 1870 to 2100", "row"),
        ("critic_agg", 6, "critic_score_percentage", "101", "a percentage from 0 to 100", "value"),
        ("critic_agg", 6, "top_critic_score", "999.999", f"a number from 0 to 10; {POINTS}", "value"),
        ("critic_agg", 6, "total_critic_reviews_counted", "-1", "a whole number from 0 to 999999999999", "value"),
    ]


def test_rejected_says_where_the_value_was_delivered(project: Built) -> None:
    assert project.rows(
        "select distinct file, sha256, cast(loaded_at as varchar) from silver.rejected order by file"
    ) == [
        ("audience_pulse.csv", "c0ffee", "2099-11-01 08:00:00+00"),
        ("critic_agg.csv", "c0ffee", "2099-11-01 08:00:00+00"),
    ]


def test_every_model_and_column_is_described(project: Built) -> None:
    described = {
        (node.schema, node.name, column.name)
        for node in (project.nodes("model") | project.nodes("seed")).values()
        for column in node.columns.values()
        if node.description and column.description and "?" not in column.description
    }
    built_columns = project.rows(
        "select table_schema, table_name, column_name from information_schema.columns where table_schema <> 'bronze'"
    )
    assert described == set(built_columns)


def test_gold_is_selected_in_the_order_of_its_contract(project: Built) -> None:
    # On DuckDB dbt puts the columns in order; on Trino the table has them as the model selects them.
    for node in project.nodes("model").values():
        if node.config.contract.enforced:
            selected = project.rows(f"describe {node.compiled_code}")
            assert [column for column, *_ in selected] == list(node.columns), node.name


def test_exposures_name_the_tables_that_the_code_reads(tmp_path: Path) -> None:
    manifest = invoke(tmp_path, "parse").result
    analyses = [node for node in manifest.nodes.values() if node.resource_type == "analysis"]
    asked = {name for node in analyses for name in node.depends_on.nodes if name.startswith("model.")}
    asked |= {f"model.movies.{table.removeprefix('gold.')}" for table, _ in SHOWN.values()}
    asked |= {"model.movies.rejected_by_rule", "model.movies.row_accounting"}
    exported = {f"model.movies.{table}" for layer in EXPORTED.values() for table in layer}
    # What Superset's charts read, movies dashboards check compares.
    told = {each.name: set(each.depends_on.nodes) for each in manifest.exposures.values() if not each.url}
    assert told == {
        "csv_export": exported,
        "movies_report": {f"model.movies.{table.partition('.')[2]}" for table in {*GOLD, *FIGURES}},
        "quality_report": asked,
    }


@pytest.mark.filterwarnings("ignore:invalid escape sequence:DeprecationWarning")  # in macros of dbt-trino
def test_on_trino_no_model_is_built_where_people_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in TRINO_SETTINGS:
        monkeypatch.delenv(name, raising=False)
    answer = invoke(tmp_path, "parse", "--target", "stack")
    assert answer.success, answer.exception
    models = [node for node in answer.result.nodes.values() if node.resource_type == "model"]
    schemas = {(node.database, node.schema) for node in models}
    assert schemas == {("lake_rw", "staging"), ("lake_rw", "matching"), ("lake_rw", "audit")}


@pytest.mark.filterwarnings("ignore:invalid escape sequence:DeprecationWarning")  # in macros of dbt-trino
def test_on_trino_bronze_is_read_as_of_the_snapshots_that_a_build_is_told(tmp_path: Path) -> None:
    models = ["stg_critic_agg", "stg_audience_pulse"]
    snapshots = json.dumps({"bronze_snapshots": {"critic_agg": 7, "audience_pulse": None}})
    # Without looking at what is there, for there is no Trino here.
    answer = invoke(
        tmp_path, "compile", "--no-populate-cache", "--select", *models, "--vars", snapshots, "--target", "stack"
    )
    compiled = {result.node.name: result.node.compiled_code for result in answer.result.results}
    assert 'from "lake_rw"."bronze"."critic_agg" for version as of 7)' in compiled["stg_critic_agg"]
    assert 'from (select * from "lake_rw"."bronze"."audience_pulse" where false)' in compiled["stg_audience_pulse"]
