"""Verbs that answer questions about a lake and change nothing."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ingest.contracts import read_contracts, tables
from movies_lakehouse.cli.options import AsJson, lake_to_read
from movies_lakehouse.lake.builds import nothing_yet
from movies_lakehouse.outputs import show
from movies_lakehouse.outputs.alerts.problems import exit_code, problems
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


def status(
    context: typer.Context,
    check: Annotated[
        bool, typer.Option("--check", help="Only what needs a person, a line each; exits non-zero if there is any.")
    ] = False,
    json: AsJson = False,
) -> None:
    """What arrived, how old it is, how many rows each layer has, what was rejected and quarantined.

    With --check: exit code 11 for late providers, quarantined files and providers of which every row is rejected; for a
    failed build 12 (a data test), 10 (a contract) or 1.

    \b
    movies status
    movies status --check
    """
    lake, contracts = lake_to_read(context), read_contracts()
    if check:
        found = problems(lake, contracts)
        if json:
            show.as_json([asdict(problem) for problem in found])
        else:
            for problem in found:
                show.say(problem.line)
            if not found:
                show.say("all is well: no provider is late, no file is quarantined, no build failed")
        raise typer.Exit(exit_code(found))
    answer = status_of(lake, contracts)
    if json:
        show.as_json(answer)
    else:
        show.tables(answer)
        if not answer["builds"]:
            show.say(nothing_yet("gold"))


def lineage(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="COLUMN", help="As layer.table.column; or a table, as layer.table.")],
    movie: Annotated[str | None, typer.Option(help="Title of a movie: the lines that its figures come from.")] = None,
    year: Annotated[int | None, typer.Option(help="With --movie: its year, where several have the title.")] = None,
    json: AsJson = False,
) -> None:
    """The way back of a column: to columns of silver and bronze and to delivered files; of a movie to their lines.

    \b
    movies lineage gold.movies_unified.roi
    movies lineage gold.movies_unified --movie "Toy Story"
    """
    # Imported here: no other verb needs it.
    from movies_lakehouse.outputs.lineage import columns_named, lines, of_project, way_back
    from movies_lakehouse.outputs.movie_lineage import MovieLineage, movie_named

    if year is not None and movie is None:
        raise typer.BadParameter("--year goes with --movie")
    lake, known = lake_to_read(context), tables(read_contracts())
    sources = of_project(lake.folder / "dbt", known)
    columns = columns_named(name, sources, known)
    if movie is None:
        steps = way_back(lake, columns, sources)
        if json:
            show.as_json([asdict(step) for step in steps])
        else:
            for line in (line for step in steps for line in lines(step)):
                show.say(line)
        return
    found = movie_named(lake, movie, year)
    origins = [asdict(each) for each in MovieLineage(lake, sources, known, found["movie_id"]).origins(columns)]
    if json:
        show.as_json(found | {"origins": origins})
    else:
        show.tables({f"{found['movie_title']} ({found['release_year']})": origins})


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
