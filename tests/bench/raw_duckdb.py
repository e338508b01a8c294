"""The job as one SQL script on DuckDB: python -m tests.bench.raw_duckdb FOLDER OUT.csv TITLE_KEY.sql

Five files in, gold.movies_unified as one CSV out: no bronze, no silver, no record of what was left out. TITLE_KEY.sql
holds the lakehouse's own expression for the key of `title`. Of several rows of one film it keeps any.
"""

import sys
from pathlib import Path

import duckdb

COUNT = r"try_cast(regexp_extract({0}, '^\s*(\d{{1,18}})(\.0*)?\s*$', 1) as bigint)"
SCORE = r"try_cast(regexp_extract({0}, '^\s*(\d{{1,3}}(\.\d*)?)\s*%?\s*$', 1) as decimal(5, 2))"
MONEY = r"try_cast(regexp_extract(replace({0}, ',', ''), '^\s*\$?(\d{{1,15}}(\.\d*)?)\s*$', 1) as decimal(18, 2))"

# table -> file's title column, year column, {figure in gold: (its column in the file, how it is read)}
TABLES: dict[str, tuple[str, str, dict[str, tuple[str, str]]]] = {
    "critic_agg": (
        "movie_title",
        "release_year",
        {
            "critic_score_percentage": ("critic_score_percentage", SCORE),
            "top_critic_score": ("top_critic_score", SCORE),
            "total_critic_reviews_counted": ("total_critic_reviews_counted", COUNT),
        },
    ),
    "audience_pulse": (
        "title",
        "year",
        {
            "audience_average_score": ("audience_average_score", SCORE),
            "total_audience_ratings": ("total_audience_ratings", COUNT),
            "audience_domestic": ("domestic_box_office_gross", MONEY),
        },
    ),
    "box_office_domestic": ("film_name", "year_of_release", {"domestic": ("box_office_gross_usd", MONEY)}),
    "box_office_international": ("film_name", "year_of_release", {"international": ("box_office_gross_usd", MONEY)}),
    "box_office_financials": (
        "film_name",
        "year_of_release",
        {"budget": ("production_budget_usd", MONEY), "marketing": ("marketing_spend_usd", MONEY)},
    ),
}

FILMS = """
create view {table} as
with
typed as (
    select trim({title}) as title, {year} as release_year, {figures}
    from {source}
),
keyed as (
    select *, {title_key} as title_key from typed where title <> '' and release_year between 1870 and 2100
)
select *, true as in_{table} from keyed
qualify row_number() over (partition by title_key, release_year) = 1
"""

BOX_OFFICE = """
create view box_office as
select title_key, release_year, coalesce(d.title, i.title, f.title) as title,
    domestic, international, budget, marketing, true as in_box_office
from box_office_domestic as d
full join box_office_international as i using (title_key, release_year)
full join box_office_financials as f using (title_key, release_year)
"""

GOLD = """
copy (
    select
        title_key || '-' || release_year as movie_id,
        coalesce(c.title, a.title, b.title) as movie_title,
        release_year,
        critic_score_percentage, top_critic_score, total_critic_reviews_counted,
        audience_average_score, total_audience_ratings,
        coalesce(domestic, audience_domestic) as domestic_box_office_gross_usd,
        international as international_box_office_gross_usd,
        domestic + international as worldwide_box_office_gross_usd,
        budget as production_budget_usd,
        marketing as marketing_spend_usd,
        domestic + international - (budget + marketing) as profit_usd,
        round((domestic + international - (budget + marketing)) / nullif(budget + marketing, 0), 4) as roi,
        round((domestic + international) / nullif(budget, 0), 4) as gross_to_budget,
        critic_score_percentage - 10 * audience_average_score as critic_audience_gap,
        (in_critic_agg is not null)::int
        + (in_audience_pulse is not null)::int
        + (in_box_office is not null)::int as providers
    from critic_agg as c
    full join audience_pulse as a using (title_key, release_year)
    full join box_office as b using (title_key, release_year)
) to '{out}' (header)
"""


def source(folder: Path, table: str) -> str:
    """Give the FROM clause that reads a file as text."""
    if table == "audience_pulse":
        title, year, figures = TABLES[table]
        columns = ", ".join(f"{name}: 'varchar'" for name in (title, year, *(column for column, _ in figures.values())))
        return f"read_json('{folder}/{table}.json', format='array', columns={{{columns}}})"
    options = "header=true, all_varchar=true, ignore_errors=true, delim=',', quote='\"', escape='\"'"
    return f"read_csv('{folder}/{table}.csv', {options})"


def main(folder: Path, out: Path, title_key: str) -> None:
    """Run the job."""
    db = duckdb.connect(config={"threads": 2})
    db.execute("set preserve_insertion_order = false")
    for table, (title, year, figures) in TABLES.items():
        typed = ", ".join(f"{how.format(column)} as {name}" for name, (column, how) in figures.items())
        db.execute(
            FILMS.format(
                table=table,
                title=title,
                year=COUNT.format(year),
                figures=typed,
                source=source(folder, table),
                title_key=title_key,
            )
        )
    db.execute(BOX_OFFICE)
    db.execute(GOLD.format(out=out))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]).read_text(encoding="utf-8"))
