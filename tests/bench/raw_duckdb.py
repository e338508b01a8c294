"""The job as one SQL script on DuckDB: python -m tests.bench.raw_duckdb FOLDER OUT.csv

Five files in, the same gold.movies_unified out as one CSV, by the lakehouse's own rules for titles and figures: the
least that this gold costs. No bronze, no silver, no tests, no other table, no record of what was left out.
"""

import sys
from pathlib import Path

import duckdb

from tests.spec.macros import macros

SQL = macros("duckdb")

# table -> the file's title and year columns, {figure: its rule applied to its column}
TABLES: dict[str, tuple[str, str, dict[str, str]]] = {
    "critic_agg": (
        "movie_title",
        "release_year",
        {
            "critic_score_percentage": SQL["percentage"]("critic_score_percentage"),
            "top_critic_score": SQL["decimal_number"]("top_critic_score", 0, 10),
            "total_critic_reviews_counted": SQL["whole_number"]("total_critic_reviews_counted"),
        },
    ),
    "audience_pulse": (
        "title",
        "year",
        {
            "audience_average_score": SQL["decimal_number"]("audience_average_score", 0, 10),
            "total_audience_ratings": SQL["whole_number"]("total_audience_ratings"),
            "audience_domestic": SQL["usd"]("domestic_box_office_gross"),
        },
    ),
    "box_office_domestic": ("film_name", "year_of_release", {"domestic": SQL["usd"]("box_office_gross_usd")}),
    "box_office_international": ("film_name", "year_of_release", {"international": SQL["usd"]("box_office_gross_usd")}),
    "box_office_financials": (
        "film_name",
        "year_of_release",
        {"budget": SQL["usd"]("production_budget_usd"), "marketing": SQL["usd"]("marketing_spend_usd")},
    ),
}
READ_CSV = "read_csv('{0}', header=true, all_varchar=true, ignore_errors=true, delim=',', quote='\"', escape='\"')"
READ_JSON = (
    "read_json('{0}', format='array', columns={{title: 'varchar', year: 'varchar', audience_average_score: 'varchar', "
    "total_audience_ratings: 'varchar', domestic_box_office_gross: 'varchar'}})"
)

# The last row that names a movie counts, so rows are numbered as they are read.
MOVIES = """
create temp table {table} as
with
typed as (
    select {title} as title, {year} as year, {figures}, row_number() over () as line from {source}
),
keyed as (
    select {title_key} as title_key, * from typed where title is not null and year is not null
),
identified as (
    select {movie_id} as movie_id, * from keyed
)
select * from identified qualify row_number() over (partition by movie_id order by line desc) = 1
"""

GOLD = """
copy (
    with
    box_office as (
        select coalesce(d.movie_id, i.movie_id, f.movie_id) as movie_id, coalesce(d.title, i.title, f.title) as title,
            coalesce(d.year, i.year, f.year) as year, domestic, international, budget, marketing
        from box_office_domestic as d
        full join box_office_international as i on d.movie_id = i.movie_id
        full join box_office_financials as f on coalesce(d.movie_id, i.movie_id) = f.movie_id
    ),
    movies as (
        select
            coalesce(c.movie_id, a.movie_id, b.movie_id) as movie_id,
            coalesce(c.title, a.title, b.title) as movie_title,
            coalesce(c.year, a.year, b.year) as release_year,
            c.* exclude (movie_id, title, year),
            a.* exclude (movie_id, title, year),
            b.* exclude (movie_id, title, year),
            domestic + international as worldwide,
            budget + marketing as spend,
            (c.movie_id is not null)::int + (a.movie_id is not null)::int + (b.movie_id is not null)::int as providers
        from critic_agg as c
        full join audience_pulse as a on c.movie_id = a.movie_id
        full join box_office as b on coalesce(c.movie_id, a.movie_id) = b.movie_id
    )
    select
        movie_id, movie_title, release_year,
        critic_score_percentage, top_critic_score, total_critic_reviews_counted,
        audience_average_score, total_audience_ratings,
        coalesce(domestic, audience_domestic) as domestic_box_office_gross_usd,
        international as international_box_office_gross_usd,
        worldwide as worldwide_box_office_gross_usd,
        budget as production_budget_usd,
        marketing as marketing_spend_usd,
        worldwide - spend as profit_usd,
        {roi} as roi,
        {gross_to_budget} as gross_to_budget,
        critic_score_percentage - 10 * audience_average_score as critic_audience_gap,
        providers
    from movies
    order by movie_id
) to '{out}' (header)
"""


def movies(folder: Path, table: str) -> str:
    """Give the statement that makes a table of the newest row of each movie in a file."""
    title, year, figures = TABLES[table]
    as_json = table == "audience_pulse"
    return MOVIES.format(
        table=table,
        title=SQL["title"](title),
        year=SQL["year"](year),
        figures=", ".join(f"{sql} as {name}" for name, sql in figures.items()),
        source=(READ_JSON if as_json else READ_CSV).format(folder / f"{table}.{'json' if as_json else 'csv'}"),
        title_key=SQL["title_key"]("title"),
        movie_id=SQL["title_id"]("title_key", "title", "year"),
    )


def main(folder: Path, out: Path) -> None:
    """Run the job."""
    db = duckdb.connect(config={"threads": 2})
    for table in TABLES:
        db.execute(movies(folder, table))
    ratios = {"roi": SQL["ratio"]("worldwide - spend", "spend"), "gross_to_budget": SQL["ratio"]("worldwide", "budget")}
    db.execute(GOLD.format(out=out, **ratios))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
