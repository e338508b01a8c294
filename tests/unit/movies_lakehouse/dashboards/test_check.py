"""Mistakes in assets that Superset imports without a word, each refused by the name of its file."""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from movies_lakehouse.outputs.dashboards.assets import Asset, read_assets
from movies_lakehouse.outputs.dashboards.check import problems
from movies_lakehouse.outputs.dashboards.gold import Gold, read_gold

Assets = dict[str, Asset]
DATASET, COVERAGE = "datasets/Lakehouse/movies_unified.yaml", "datasets/Lakehouse/provider_coverage.yaml"
DASHBOARD, DATABASE = "dashboards/movies.yaml", "databases/lakehouse.yaml"
BEST, TOTAL, BUBBLES = "charts/best_gross_to_budget.yaml", "charts/movies.yaml", "charts/critics_against_audience.yaml"
NOWHERE = "00000000-0000-0000-0000-000000000000"


@pytest.fixture(scope="module")
def gold() -> Gold:
    return read_gold()


@pytest.fixture
def assets() -> Assets:
    return deepcopy(read_assets())


def test_the_assets_of_the_project_are_sound(assets: Assets, gold: Gold) -> None:
    assert problems(assets, gold) == []


def of_name(parts: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """The column, metric or filter of this name."""
    (found,) = [part for part in parts if name in part.values()]
    return found


def year_filter(assets: Assets) -> dict[str, Any]:
    return of_name(assets[DASHBOARD]["metadata"]["native_filter_configuration"], "Year of release")


def place_of(assets: Assets, chart: str) -> dict[str, Any]:
    place: dict[str, Any] = assets[DASHBOARD]["position"][f"CHART-{chart}"]
    return place


def ask(assets: Assets, chart: str, **changed: Any) -> None:
    """Change the query that a chart asks."""
    context = json.loads(assets[chart]["query_context"])
    context["queries"][0].update(changed)
    assets[chart]["query_context"] = json.dumps(context)


def missing_column(assets: Assets) -> None:
    of_name(assets[DATASET]["columns"], "roi")["column_name"] = "return_on_investment"


def missing_column_in_chart(assets: Assets) -> None:
    assets[BEST]["params"]["all_columns"].append("runtime_minutes")


def missing_column_in_query(assets: Assets) -> None:
    ask(assets, BEST, filters=[{"col": "runtime_minutes", "op": "IS NOT NULL"}])


def missing_column_in_condition(assets: Assets) -> None:
    assets[BEST]["params"]["adhoc_filters"][0]["subject"] = "runtime_minutes"


def missing_column_of_a_bubble(assets: Assets) -> None:
    assets[BUBBLES]["params"]["x"]["column"]["column_name"] = "runtime_minutes"


def metric_of_a_bubble_by_a_label(assets: Assets) -> None:
    assets[BUBBLES]["params"]["size"] = "Worldwide gross"


def missing_metric_that_orders_bubbles(assets: Assets) -> None:
    assets[BUBBLES]["params"]["orderby"] = "films"


def column_that_orders_bubbles(assets: Assets) -> None:
    assets[BUBBLES]["params"]["orderby"] = "release_year"


def metric_for_the_series_of_bubbles(assets: Assets) -> None:
    assets[BUBBLES]["params"]["series"] = "worldwide_gross"


def metric_for_the_series_in_the_query(assets: Assets) -> None:
    ask(assets, BUBBLES, columns=["movie_title", "worldwide_gross"])


def missing_metric_that_orders_the_query(assets: Assets) -> None:
    ask(assets, BUBBLES, orderby=[["films", False]])


def missing_metric_that_limits_series(assets: Assets) -> None:
    ask(assets, BUBBLES, series_limit_metric="films")


def missing_column_in_having(assets: Assets) -> None:
    ask(assets, BUBBLES, extras={"having": "SUM(runtime_minutes) > 1"})


def metric_where_rows_are_chosen(assets: Assets) -> None:
    assets[BEST]["params"]["adhoc_filters"][0]["subject"] = "worldwide_gross"


def missing_metric_where_groups_are_chosen(assets: Assets) -> None:
    assets[BUBBLES]["params"]["adhoc_filters"][0] |= {"clause": "HAVING", "subject": "films"}


def colours_of_a_missing_column(assets: Assets) -> None:
    assets[BEST]["params"]["conditional_formatting"] = [{"column": "runtime_minutes", "operator": ">"}]


def missing_metric(assets: Assets) -> None:
    assets[TOTAL]["params"]["metric"] = "films"


def metric_in_other_letters(assets: Assets) -> None:
    assets[TOTAL]["params"]["metric"] = "Movies"


def missing_column_in_metric(assets: Assets) -> None:
    of_name(assets[DATASET]["metrics"], "worldwide_gross")["expression"] = "SUM(gross_usd)"


def missing_table(assets: Assets) -> None:
    assets[COVERAGE]["table_name"] = "coverage"


def table_of_silver(assets: Assets) -> None:
    assets[COVERAGE] |= {"table_name": "provider_facts", "schema": "silver"}


def wrong_catalog(assets: Assets) -> None:
    assets[COVERAGE]["catalog"] = "lake_rw"


def unreadable_sql(assets: Assets) -> None:
    of_name(assets[DATASET]["metrics"], "pooled_roi")["expression"] = "SUM(profit_usd / (roi"


def unreadable_query(assets: Assets) -> None:
    assets[COVERAGE]["sql"] = "select providers, from where"


def missing_column_in_query_of_dataset(assets: Assets) -> None:
    assets[COVERAGE]["sql"] = "select providers, films as movies from lake.gold.provider_coverage"


def unshown_chart(assets: Assets) -> None:
    assets["charts/forgotten.yaml"] = assets[TOTAL] | {"uuid": NOWHERE}


def chart_in_no_row(assets: Assets) -> None:
    assets[DASHBOARD]["position"]["ROW-1"]["children"].remove("CHART-movies")


def missing_chart(assets: Assets) -> None:
    place_of(assets, "movies")["meta"]["uuid"] = NOWHERE


def missing_place(assets: Assets) -> None:
    assets[DASHBOARD]["position"]["ROW-1"]["children"].append("CHART-nowhere")


def same_chart_number(assets: Assets) -> None:
    place_of(assets, "movies")["meta"]["chartId"] = place_of(assets, "every_movie")["meta"]["chartId"]


def filter_of_a_missing_column(assets: Assets) -> None:
    year_filter(assets)["targets"][0]["column"]["name"] = "decade"


def filter_sorted_by_a_missing_metric(assets: Assets) -> None:
    year_filter(assets)["controlValues"]["sortMetric"] = "films"


def filter_of_a_missing_dataset(assets: Assets) -> None:
    year_filter(assets)["targets"][0]["datasetUuid"] = NOWHERE


def filter_that_reaches_nothing(assets: Assets) -> None:
    every = [place["meta"]["chartId"] for place in assets[DASHBOARD]["position"].values() if "chartId" in str(place)]
    year_filter(assets)["scope"]["excluded"] = every


def no_query(assets: Assets) -> None:
    del assets[BEST]["query_context"]


def query_for_nothing(assets: Assets) -> None:
    ask(assets, TOTAL, columns=[], metrics=[])


def query_that_is_no_json(assets: Assets) -> None:
    assets[TOTAL]["query_context"] = "{queries"


def titles_as_markup(assets: Assets) -> None:
    del assets[BEST]["params"]["allow_render_html"]


def chart_of_a_missing_dataset(assets: Assets) -> None:
    assets[TOTAL]["dataset_uuid"] = NOWHERE


def same_uuid(assets: Assets) -> None:
    assets[TOTAL]["uuid"] = assets[BEST]["uuid"]


def password(assets: Assets) -> None:
    assets[DATABASE]["sqlalchemy_uri"] = "trino://bi:secret@trino:8443/lake"


def other_folder(assets: Assets) -> None:
    assets["chart/movies.yaml"] = assets[TOTAL]


def no_exposure(assets: Assets) -> None:
    assets[DASHBOARD]["slug"] = "films"


@pytest.mark.parametrize(
    ("mistake", "file", "says"),
    [
        (missing_column, DATASET, "column 'return_on_investment' is not in movies_unified"),
        (missing_column_in_chart, BEST, "column 'runtime_minutes' is not in the dataset movies_unified"),
        (missing_column_in_query, BEST, "query_context.filters: column 'runtime_minutes' is not in the dataset"),
        (missing_column_in_condition, BEST, "params.adhoc_filters: column 'runtime_minutes'"),
        (missing_column_of_a_bubble, BUBBLES, "params.x: column 'runtime_minutes'"),
        (metric_of_a_bubble_by_a_label, BUBBLES, "params.size: metric 'Worldwide gross' is not in the dataset"),
        (missing_metric_that_orders_bubbles, BUBBLES, "params.orderby: metric 'films' is not in the dataset"),
        (column_that_orders_bubbles, BUBBLES, "params.orderby: metric 'release_year' is not in the dataset"),
        (metric_for_the_series_of_bubbles, BUBBLES, "params.series: column 'worldwide_gross' is not in the dataset"),
        (metric_for_the_series_in_the_query, BUBBLES, "query_context.columns: column 'worldwide_gross' is not in"),
        (missing_metric_that_orders_the_query, BUBBLES, "query_context.orderby: column or metric 'films' is not in"),
        (missing_metric_that_limits_series, BUBBLES, "query_context.series_limit_metric: metric 'films' is not in"),
        (missing_column_in_having, BUBBLES, "query_context.extras.having names column 'runtime_minutes'"),
        (metric_where_rows_are_chosen, BEST, "params.adhoc_filters: column 'worldwide_gross' is not in the dataset"),
        (missing_metric_where_groups_are_chosen, BUBBLES, "params.adhoc_filters: metric 'films' is not in"),
        (colours_of_a_missing_column, BEST, "params.conditional_formatting: column or metric 'runtime_minutes'"),
        (missing_metric, TOTAL, "metric 'films' is not in the dataset movies_unified"),
        (metric_in_other_letters, TOTAL, "metric 'Movies' is not in the dataset movies_unified"),
        (missing_column_in_metric, DATASET, "metric 'worldwide_gross' names column 'gross_usd'"),
        (
            missing_table,
            COVERAGE,
            "gold.coverage is no table that dashboards may read; there are: bronze.deliveries, gold.",
        ),
        (table_of_silver, COVERAGE, "silver.provider_facts is no table that dashboards may read"),
        (wrong_catalog, COVERAGE, "catalog 'lake_rw' is not 'lake'"),
        (unreadable_sql, DATASET, "metric 'pooled_roi': its SQL cannot be read for Trino: "),
        (unreadable_query, COVERAGE, "its SQL cannot be read for Trino: "),
        (missing_column_in_query_of_dataset, COVERAGE, "'films'"),
        (unshown_chart, "charts/forgotten.yaml", "no dashboard shows it"),
        (chart_in_no_row, TOTAL, "no dashboard shows it"),
        (missing_chart, DASHBOARD, "CHART-movies shows a chart that is not here"),
        (missing_place, DASHBOARD, "position names CHART-nowhere, which is not there"),
        (same_chart_number, DASHBOARD, "CHART-movies needs a chartId of its own"),
        (filter_of_a_missing_column, DASHBOARD, "filter 'Year of release' names column 'decade'"),
        (filter_sorted_by_a_missing_metric, DASHBOARD, "filter 'Year of release' is sorted by metric 'films'"),
        (filter_of_a_missing_dataset, DASHBOARD, "filter 'Year of release' has a datasetUuid"),
        (filter_that_reaches_nothing, DASHBOARD, "filter 'Year of release' reaches no chart"),
        (no_query, BEST, "query_context is missing"),
        (query_for_nothing, TOTAL, "params or query_context is not as Superset writes it: it asks for nothing"),
        (query_that_is_no_json, TOTAL, "params or query_context is not as Superset writes it"),
        (titles_as_markup, BEST, "untick Render columns in HTML format"),
        (chart_of_a_missing_dataset, TOTAL, "dataset_uuid is that of no dataset here"),
        (same_uuid, TOTAL, f"its uuid is that of {BEST}"),
        (password, DATABASE, "a password stands in sqlalchemy_uri"),
        (other_folder, "chart/movies.yaml", "assets are in databases, datasets, charts, dashboards"),
        (no_exposure, DASHBOARD, "dbt/models/exposures.yml has no exposure with the url .../superset/dashboard/films/"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_a_mistake_is_named_with_its_file(
    assets: Assets, gold: Gold, mistake: Callable[[Assets], None], file: str, says: str
) -> None:
    mistake(assets)
    found = [line for line in problems(assets, gold) if line.startswith(f"{file}: ")]
    assert any(says in line for line in found), problems(assets, gold)


def test_a_column_that_gold_renames_is_missed_by_every_chart_that_shows_it(assets: Assets, gold: Gold) -> None:
    columns = gold.tables["gold.movies_unified"] - {"gross_to_budget"} | {"gross_by_budget"}
    renamed = replace(gold, tables=gold.tables | {"gold.movies_unified": columns})
    files = {line.split(":")[0] for line in problems(assets, renamed)}
    assert files >= {DATASET, BEST, "charts/worst_gross_to_budget.yaml", "charts/every_movie.yaml"}


def test_an_exposure_names_the_tables_of_the_charts(assets: Assets, gold: Gold) -> None:
    (url,) = (url for url in gold.exposures if url.endswith("/movies/"))
    other = replace(gold, exposures=gold.exposures | {url: {"gold.movies_unified", "gold.movies_by_year"}})
    assert problems(assets, other) == [
        f"{DASHBOARD}: its exposure depends on gold.movies_by_year, gold.movies_unified, "
        "its charts read gold.movies_unified, gold.provider_coverage"
    ]
