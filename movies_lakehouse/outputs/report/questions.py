"""What the report asks of a lake: how known, how liked and how well paid movies are; each answer a bounded table."""

from itertools import groupby
from operator import itemgetter
from typing import Any

from movies_lakehouse.lake.lake import Lake
from movies_lakehouse.outputs.report.origins import FIGURES, figures_sql
from movies_lakehouse.outputs.status import Rows

GOLD = ("gold.movies_unified", "gold.movies_by_year", "gold.provider_coverage", "gold.provider_conflicts")
# More movies than this are drawn as groups of like scores, at most GROUPS by GROUPS.
DRAWN_ONE_BY_ONE = 1_000
GROUPS = 50
SCORED = "critic_score_percentage is not null and audience_average_score is not null"

# List -> how many movies it has, of which movies, in which order. A movie of several lists is described once.
LISTS = {
    "critics": (5, "critic_audience_gap > 0", "critic_audience_gap desc"),
    "audience": (5, "critic_audience_gap < 0", "critic_audience_gap"),
    "best": (10, "gross_to_budget is not null", "gross_to_budget desc"),
    "worst": (10, "gross_to_budget is not null", "gross_to_budget"),
    "described": (100, "1 = 1", "worldwide_box_office_gross_usd desc nulls last"),
}
TABLES = ("movies", "coverage", "scores", *LISTS, "by_year", "by_budget_class", "figures")


def report(lake: Lake) -> dict[str, Rows]:
    """
    Tables of the report, by title; all are empty where gold is not built or may not be read.

    Amounts are US dollars; `roi` and `gross_to_budget` are quotients. `figures` needs silver, and is empty without it.
    """
    there = {".".join(name) for name in lake.table_names()}
    if not there.issuperset(GOLD):
        return {title: [] for title in TABLES}
    movies = lake.rows(TOTALS)
    one_by_one = movies[0]["movies_with_both_scores"] <= DRAWN_ONE_BY_ONE
    listed = {name: list(rows) for name, rows in groupby(lake.rows(lists_sql()), itemgetter("list"))}
    return {
        "movies": movies if movies[0]["movies"] else [],
        "coverage": lake.rows(COVERAGE),
        "scores": lake.rows(EACH_SCORE if one_by_one else GROUPED_SCORES),
        **{name: [of_gold(row) for row in listed.get(name, [])] for name in LISTS},
        "by_year": lake.rows(BY_YEAR),
        "by_budget_class": [pooled(row) for row in lake.rows(BY_BUDGET_CLASS)],
        "figures": lake.rows(figures_sql(chosen_sql())) if there.issuperset(FIGURES) else [],
    }


TOTALS = f"""
    select
        count(*) as movies,
        min(release_year) as first_year,
        max(release_year) as last_year,
        count(case when {SCORED} then 1 end) as movies_with_both_scores,
        count(worldwide_box_office_gross_usd) as movies_with_worldwide_gross,
        count(production_budget_usd) as movies_with_budget,
        count(marketing_spend_usd) as movies_with_marketing_spend,
        count(roi) as movies_with_roi,
        (select count(distinct movie_id) from gold.provider_conflicts) as movies_with_conflicts
    from gold.movies_unified
"""

COVERAGE = (
    "select providers, movies from gold.provider_coverage where kind = 'combination' order by movies desc, providers"
)

EACH_SCORE = f"""
    select movie_title, release_year, critic_score_percentage, audience_average_score, cast(1 as bigint) as movies
    from gold.movies_unified
    where {SCORED}
    order by movie_id
"""


def group_of(score: str, groups_a_unit: str) -> str:
    """Number of the group that a score falls into; the highest score belongs to the last one."""
    return f"least(cast(floor({score} * {groups_a_unit}) as integer), {GROUPS - 1})"


GROUPED_SCORES = f"""
    select
        cast(null as varchar) as movie_title,
        cast(null as integer) as release_year,
        cast(2 * critics + 1 as decimal(5, 2)) as critic_score_percentage,
        cast(0.2 * audience + 0.1 as decimal(5, 2)) as audience_average_score,
        count(*) as movies
    from (
        select
            {group_of("critic_score_percentage", "0.5")} as critics,
            {group_of("audience_average_score", "5")} as audience
        from gold.movies_unified
        where {SCORED}
    ) as scored
    group by critics, audience
    order by critics, audience
"""

BY_YEAR = """
    select
        by_year.release_year,
        by_year.movies,
        known.movies_with_gross,
        by_year.worldwide_box_office_gross_usd,
        known.movies_with_roi,
        by_year.roi
    from gold.movies_by_year as by_year
    inner join (
        select release_year, count(worldwide_box_office_gross_usd) as movies_with_gross, count(roi) as movies_with_roi
        from gold.movies_unified
        group by release_year
    ) as known on by_year.release_year = known.release_year
    order by by_year.release_year
"""

# From the smallest budget to the unknown one.
BY_BUDGET_CLASS = """
    select
        budget_class,
        count(*) as movies,
        count(worldwide_box_office_gross_usd) as movies_with_gross,
        cast(sum(worldwide_box_office_gross_usd) as decimal(18, 2)) as worldwide_box_office_gross_usd,
        count(roi) as movies_with_roi,
        cast(sum(profit_usd) as decimal(18, 2)) as profit_usd,
        cast(
            sum(case when roi is not null then production_budget_usd + marketing_spend_usd end) as decimal(18, 2)
        ) as spend_usd
    from gold.movies_unified
    group by budget_class
    order by min(production_budget_usd) nulls last
"""


def pooled(row: dict[str, Any]) -> dict[str, Any]:
    """As gold pools the movies of a year, so that one movie's tiny budget cannot carry its class."""
    spend, profit = row["spend_usd"], row["profit_usd"]
    kept = {name: value for name, value in row.items() if name not in ("spend_usd", "profit_usd")}
    return kept | {"roi": round(profit / spend, 4) if spend and profit is not None else None}


def lists_sql() -> str:
    """The movies of every list, in order, whole."""
    return f"""{" union all ".join(list_sql(name, "movies.*") for name in LISTS)} order by list, place"""


def chosen_sql() -> str:
    """The movie_id of each movie of any list, once."""
    return " union ".join(f"select movie_id from ({list_sql(name, 'movies.movie_id')}) as {name}" for name in LISTS)


def list_sql(name: str, columns: str) -> str:
    movies, condition, order = LISTS[name]
    return f"""
        select '{name}' as list, row_number() over (order by {order}, movie_id) as place, {columns}
        from (
            select * from gold.movies_unified where {condition} order by {order}, movie_id limit {movies}
        ) as movies
    """


def of_gold(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("list", "place")}
