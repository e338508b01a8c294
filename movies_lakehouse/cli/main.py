"""The `movies` command: reads its arguments, calls, and turns every error into one line and an exit code."""

import atexit
import gc
import sys
import traceback
from dataclasses import asdict
from pathlib import Path
from threading import Thread
from typing import Annotated, Any, NoReturn

import typer

from ingest.bronze.deliveries import find
from ingest.common.errors import MoviesError, Unreachable
from ingest.contracts import read_contracts, tables
from movies_lakehouse.build.run import prepare
from movies_lakehouse.cli import pipeline
from movies_lakehouse.cli.run_file import read_run_file
from movies_lakehouse.lake import open_lake
from movies_lakehouse.lake.credentials import credentials as credentials_of_stack
from movies_lakehouse.lake.lake import Lake
from movies_lakehouse.lake.layers import LAYERS
from movies_lakehouse.outputs import check as dry_run
from movies_lakehouse.outputs import show
from movies_lakehouse.outputs.status import status as status_of

HELP = """
Movie data from several providers: loaded once and kept, cleaned and joined, one trustworthy row a movie.

\b
  movies run examples/pixar/input.yaml    the whole job: files in, CSVs out
  movies ingest landing/                  load whatever arrived in a folder
  movies transform                        build, test and publish silver and gold
  movies query "select * from gold.movies_unified limit 5"
  movies status                           what arrived, how old it is, what is in quarantine
  movies quality --html quality.html      what was rejected, matched, contradicted, what has changed
  movies --runtime stack doctor           is every service well, and if not, what to do

Exit codes: 0 done; 2 wrong usage; 10 bad contract or configuration; 11 some files were quarantined, the rest is done;
12 a data test failed, the published tables are as they were; 13 a service of the stack cannot be reached or refuses us;
1 anything else.
"""
app = typer.Typer(
    help=HELP,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")]
SpreadsheetSafe = Annotated[
    bool,
    typer.Option("--spreadsheet-safe", help="Put an apostrophe before text that a spreadsheet would run as a formula."),
]


@app.callback()
def options(
    context: typer.Context,
    lake: Annotated[Path | None, typer.Option(help="Folder of the lake [MOVIES_LAKE; default: ./lake].")] = None,
    runtime: Annotated[str | None, typer.Option(help="What runs it [MOVIES_RUNTIME; default: embedded].")] = None,
    debug: Annotated[bool, typer.Option(help="Show where an error came from.")] = False,
) -> None:
    context.obj = {"lake": lake, "runtime": runtime}


def lake_of(context: typer.Context, **fallback: Any) -> Lake:
    """The lake that the options name, else the one that a run's file names, else the default."""
    return open_lake(**{name: value or fallback.get(name) for name, value in context.obj.items()})


@app.command()
def run(context: typer.Context, config: Path, json: AsJson = False) -> None:
    """DeliveryRecord, build, test, publish and export what CONFIG names.

    \b
    source:
      audience_pulse: ratings.json            a file, a glob or a list, relative to this file
      critic_agg: deliveries/critic_agg*.csv
      box_office: {domestic: dom.csv, financials: fin.csv, international: "${INBOX}/intl.csv"}
    output: {bronze: out/bronze, silver: out/silver, gold: out/gold}
    lake: ./lake                              optional
    """
    contracts = read_contracts()
    wanted = read_run_file(config, contracts)
    lake = lake_of(context, lake=wanted.lake, runtime=wanted.runtime)
    say = silent if json else show.say
    # dbt takes seconds to get ready: let it, once loading leaves a core free and there will be something to build.
    warm_up = Thread(target=prepare, args=(lake,), daemon=True)
    receipts = pipeline.ingest(lake, wanted.deliveries, tables(contracts), say, on_last=warm_up.start)
    built = pipeline.build(lake, tables(contracts), say)
    written = pipeline.write(lake, wanted.output, tables(contracts), say)
    if json:
        show.as_json({"receipts": [asdict(each) for each in receipts], "build": asdict(built), "written": written})
    else:
        pipeline.summary(lake)
    raise typer.Exit(pipeline.exit_code(receipts))


@app.command()
def ingest(context: typer.Context, paths: list[Path], json: AsJson = False) -> None:
    """DeliveryRecord files, or every file of a folder, into bronze; a file's name says whose it is.

    What lies in a folder and belongs to no contract is left alone, and said.

    \b
    movies ingest landing/ critic_agg_2026-11-01.csv.gz
    """
    known = tables(read_contracts())
    say = silent if json else show.say
    deliveries = find(paths, known, on_unmatched=lambda line: say(f"left alone: {line}"))
    receipts = pipeline.ingest(lake_of(context), deliveries, known, say)
    if json:
        show.as_json([asdict(each) for each in receipts])
    raise typer.Exit(pipeline.exit_code(receipts))


@app.command()
def transform(context: typer.Context, json: AsJson = False) -> None:
    """Build and test silver and gold from bronze, and publish what differs.

    Does nothing when neither bronze nor the models changed since the last good build.
    """
    built = pipeline.build(lake_of(context), tables(read_contracts()), silent if json else show.say)
    if json:
        show.as_json(asdict(built))


@app.command()
def export(
    context: typer.Context,
    to: Annotated[Path, typer.Option(help="Folder for bronze/, silver/ and gold/.")] = Path("out"),
    spreadsheet_safe: SpreadsheetSafe = False,
    json: AsJson = False,
) -> None:
    """Write the layers as CSV files; those that are current are left alone.

    \b
    movies export --to out
    movies export --to for-excel --spreadsheet-safe
    """
    output = {layer: to.absolute() / layer for layer in LAYERS}
    known = tables(read_contracts())
    written = pipeline.write(lake_of(context), output, known, silent if json else show.say, spreadsheet_safe)
    if json:
        show.as_json(written)


@app.command()
def query(context: typer.Context, sql: str, json: AsJson = False) -> None:
    """Ask bronze, silver and gold one question in SQL.

    \b
    movies query "select movie_title, roi from gold.movies_unified order by roi desc limit 5"
    movies query --json "select * from bronze.deliveries"
    """
    rows = lake_of(context).sql(sql)
    if json:
        show.as_json(rows.to_pylist())
    else:
        show.table(rows.to_pylist(), columns=rows.column_names)


@app.command()
def status(context: typer.Context, json: AsJson = False) -> None:
    """What arrived, how old it is, how many rows each layer has, what was rejected and quarantined."""
    answer = status_of(lake_of(context), read_contracts())
    if json:
        show.as_json(answer)
    else:
        show.tables(answer)


@app.command()
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
    # Imported here, as doctor: only this verb needs a template.
    from movies_lakehouse.outputs.quality.page import write_page
    from movies_lakehouse.outputs.quality.report import quality as quality_of

    lake = lake_of(context)
    answer = quality_of(lake, read_contracts())
    if html:
        write_page(html, answer, lake.settings.runtime)
    if json:
        show.as_json(answer)
    elif html:
        show.say(f"quality report in {html}")
    else:
        show.tables(answer)


@app.command()
def doctor(context: typer.Context, json: AsJson = False) -> None:
    """Look whether everything is there and well, and say what to do where it is not."""
    # Imported here: what it needs of the stack takes longer to import than all that the embedded lake does.
    from movies_lakehouse.outputs.doctor import doctor as doctor_of

    found = doctor_of(lake_of(context), tables(read_contracts()))
    if json:
        show.as_json([asdict(each) for each in found])
    else:
        show.table([asdict(each) for each in found])
    raise typer.Exit(Unreachable.exit_code if any(each.remedy for each in found) else 0)


@app.command()
def credentials(
    json: AsJson = False,
    ca: Annotated[bool, typer.Option("--ca", help="Only the authority's certificate, as PEM.")] = False,
) -> None:
    """Tell the passwords of the stack on this machine, made when it was first started.

    \b
    movies credentials
    movies credentials --ca > ca.pem       for tools that want the certificate as a file
    """
    known = credentials_of_stack()
    if ca:
        print(known.ca, end="")
    elif json:
        show.as_json(asdict(known))
    else:
        for door, users in (("Trino", known.trino), ("S3", known.s3)):
            show.table([{"user": user, "password": password} for user, password in users.items()], title=door)


@app.command()
def check(path: Path, json: AsJson = False) -> None:
    """Try a delivery, or a contract, without loading anything.

    \b
    movies check critic_agg_2026-11-01.csv
    movies check ingest/contracts/critic_agg.yml
    """
    answer = dry_run.check(path, tables(read_contracts()))
    if json:
        show.as_json(asdict(answer))
    else:
        for line in answer.lines():
            show.say(line)
    raise typer.Exit(answer.exit_code)


@app.command("new-provider")
def new_provider(
    name: str,
    sample: Annotated[Path, typer.Option("--from", help="A file as the provider delivers it.")],
    title: Annotated[str | None, typer.Option(help="Column of the title, where the guess is wrong.")] = None,
    year: Annotated[str | None, typer.Option(help="Column of the year, where the guess is wrong.")] = None,
    json: AsJson = False,
) -> None:
    """Write contract and staging model for a provider, guessed from a sample of what it delivers.

    \b
    movies new-provider streaming --from streaming_2026-11-20.csv
    """
    from movies_lakehouse.new_provider.add import add_provider  # here, as doctor: it imports both engines

    added = add_provider(name, sample, title, year)
    if json:
        show.as_json(asdict(added))
    else:
        for line in added.lines():
            show.say(line)


def silent(line: str) -> None:
    """Says nothing, so that JSON is all there is on stdout."""


def main() -> NoReturn:
    """The one place where an error becomes a line on stderr and an exit code."""
    # Millions of small objects pass through here and hardly any are part of a cycle: look for those less often,
    # and not at all at the end, when Python would go through everything that dbt has left.
    gc.set_threshold(100_000, 50, 50)
    atexit.register(gc.freeze)
    try:
        app()
        sys.exit(0)
    except Exception as error:
        if "--debug" in sys.argv:
            traceback.print_exc()
        print(f"movies: {show.fault(error)}".translate(show.CONTROL), file=sys.stderr)
        sys.exit(error.exit_code if isinstance(error, MoviesError) else 1)


if __name__ == "__main__":
    main()
