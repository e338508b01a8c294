"""The report as one page, bounded whatever the lake holds."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from movies_lakehouse.outputs.pages.formats import cut, percent, short_usd
from movies_lakehouse.outputs.pages.page import rendered
from movies_lakehouse.outputs.report.charts import Columns, columns
from movies_lakehouse.outputs.report.origins import SHOWN, origin
from movies_lakehouse.outputs.report.questions import LISTS
from movies_lakehouse.outputs.report.scatter import scatter
from movies_lakehouse.outputs.status import Rows

# A title may be as long as a book: a page shows its beginning.
LONGEST_TEXT = 120
CHARTED = ("worldwide_box_office_gross_usd", "roi")
# What is shown of the movies of a list.
SCORES = ("movie_title", "release_year", "critic_score_percentage", "audience_average_score", "critic_audience_gap")
MONEY = (
    "movie_title",
    "release_year",
    "worldwide_box_office_gross_usd",
    "production_budget_usd",
    "gross_to_budget",
    "roi",
)
COLUMNS = {"critics": SCORES, "audience": SCORES, "best": MONEY, "worst": MONEY}


def page(answer: dict[str, Rows], runtime: str, made_at: datetime | None = None) -> str:
    """HTML of the tables that questions.py gives."""
    answer = {title: [*map(shortened, rows)] for title, rows in answer.items()}
    return rendered(
        "report/page.html.j2",
        runtime,
        made_at,
        answer=answer,
        scatter_chart=scatter(answer["scores"], answer["critics"], answer["audience"]) if answer["scores"] else None,
        charts={
            "years": {column: chart(years(answer["by_year"]), column) for column in CHARTED},
            "budgets": {column: chart(answer["by_budget_class"], column) for column in CHARTED},
        },
        **{name: [{column: row[column] for column in COLUMNS[name]} for row in answer[name]] for name in COLUMNS},
        described=described(answer),
    )


def shortened(row: dict[str, Any]) -> dict[str, Any]:
    """A row as a page shows it; movie_id stays whole, since rows are told apart by it."""
    return row | {
        name: cut(value, LONGEST_TEXT) for name, value in row.items() if isinstance(value, str) and name != "movie_id"
    }


def chart(rows: Rows, column: str) -> Columns | None:
    """One column of rows that are named by their first; None where it is unknown everywhere."""
    named = [(f"{next(iter(row.values()))}", row[column]) for row in rows]
    if all(value is None for _, value in named):
        return None
    return columns(named, percent if column == "roi" else short_usd)


def years(rows: Rows) -> Rows:
    """A row a year from the first to the last, also where no movie was released, since time does not stand still."""
    by_year = {row["release_year"]: row for row in rows}
    nothing: dict[str, Any] = dict.fromkeys(CHARTED)
    every = range(min(by_year, default=0), max(by_year, default=-1) + 1)
    return [by_year.get(year, {"release_year": year} | nothing) for year in every]


def described(answer: dict[str, Rows]) -> list[dict[str, Any]]:
    """Every movie that the page names, in the order of titles, each with its `figures` and where they come from."""
    figures: dict[str, Rows] = {}
    for row in answer["figures"]:
        figures.setdefault(row["movie_id"], []).append(row)
    movies = {row["movie_id"]: row for title in LISTS for row in answer[title]}
    inorder = sorted(movies.values(), key=lambda row: (row["movie_title"].casefold(), row["release_year"]))
    return [movie | {"figures": figures_of(movie, figures.get(movie["movie_id"], []))} for movie in inorder]


def figures_of(movie: dict[str, Any], known: Rows) -> Rows:
    """One row a figure of gold and provider that gives it; what is calculated, or unknown, has no origin."""
    rows = []
    for name, calculated in SHOWN.items():
        given = [row for row in known if row["figure"] == name]
        gold = {"figure": name, "value": movie[name], "provider": calculated, "origin": "", "differs": False}
        rows += [figure_row(row, movie[name]) for row in given] or [gold]
    return rows


def figure_row(row: dict[str, Any], in_gold: Decimal) -> dict[str, Any]:
    where = origin(row["figure"], row["_file"], row["_line"], row["_older_figures"])
    named = {name: row[name] for name in ("figure", "value", "provider")}
    return named | {"origin": where, "differs": row["value"] != in_gold}
