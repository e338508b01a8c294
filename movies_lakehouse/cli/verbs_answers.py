"""Verbs that answer questions about a lake and change nothing."""

from pathlib import Path
from typing import Annotated

import typer

from ingest.contracts import read_contracts
from movies_lakehouse.cli.options import AsJson, lake_to_read
from movies_lakehouse.lake.builds import nothing_yet
from movies_lakehouse.outputs import show
from movies_lakehouse.outputs.status import status as status_of


def query(context: typer.Context, sql: str, json: AsJson = False) -> None:
    """Ask bronze, silver and gold one question in SQL.

    \b
    movies query "select movie_title, roi from gold.movies_unified order by roi desc limit 5"
    movies query --json "select * from bronze.deliveries"
    """
    rows = lake_to_read(context).sql(sql)
    if json:
        show.as_json(rows.to_pylist())
    else:
        show.table(rows.to_pylist(), columns=rows.column_names)


def status(context: typer.Context, json: AsJson = False) -> None:
    """What arrived, how old it is, how many rows each layer has, what was rejected and quarantined."""
    answer = status_of(lake_to_read(context), read_contracts())
    if json:
        show.as_json(answer)
    else:
        show.tables(answer)
        if not answer["builds"]:
            show.say(nothing_yet("gold"))


def report(
    context: typer.Context,
    html: Annotated[
        Path | None, typer.Option("--html", help="File of the page [default: report.html; with --json, none].")
    ] = None,
    json: AsJson = False,
) -> None:
    """Write gold as one page with charts: who knows the movies, how they are liked, what they earn. It opens offline.

    \b
    movies report
    movies report --html movies.html
    """
    # Imported here: only this verb and the next need a template.
    from movies_lakehouse.outputs.pages.page import write_page
    from movies_lakehouse.outputs.report.page import page
    from movies_lakehouse.outputs.report.questions import report as report_of

    lake = lake_to_read(context)
    answer = report_of(lake)
    file = html or (None if json else Path("report.html"))
    if file:
        write_page(file, page(answer, lake.settings.runtime))
    if json:
        show.as_json(answer)
    else:
        show.say(f"report in {file}" if answer["movies"] else f"report in {file}, which says that gold has no movies")


def quality(
    context: typer.Context,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write a page for a browser to this file instead.")
    ] = None,
    json: AsJson = False,
) -> None:
    """How good the data is: deliveries, rejected values, matches, conflicts, what changed since the delivery before.

    \b
    movies quality
    movies quality --html quality.html     one file that opens offline
    """
    # Imported here, as above.
    from movies_lakehouse.outputs.pages.page import write_page
    from movies_lakehouse.outputs.quality.page import page
    from movies_lakehouse.outputs.quality.report import quality as quality_of

    lake = lake_to_read(context)
    answer = quality_of(lake, read_contracts())
    if html:
        write_page(html, page(answer, lake.settings.runtime))
    if json:
        show.as_json(answer)
    elif html:
        show.say(f"quality report in {html}")
    else:
        show.tables(answer)
