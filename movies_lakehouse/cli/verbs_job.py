"""Verbs that bring a lake up to date: load, build, test, publish, write CSVs."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import Annotated

import typer

from ingest.bronze.deliveries import find
from ingest.bronze.receipt import Receipt
from ingest.common.settings import settings, silver_columns
from ingest.contracts import Table, read_contracts, tables
from movies_lakehouse.build.run import check_accept_loss, prepare
from movies_lakehouse.checkout import PIXAR
from movies_lakehouse.cli import pipeline
from movies_lakehouse.cli.options import AsJson, lake_of, lake_to_read
from movies_lakehouse.cli.run_file import RunConfig, read_run_file
from movies_lakehouse.lake import import_for_stack
from movies_lakehouse.lake.lake import Lake
from movies_lakehouse.lake.layers import LAYERS
from movies_lakehouse.outputs import show

SpreadsheetSafe = Annotated[
    bool,
    typer.Option("--spreadsheet-safe", help="Put an apostrophe before text that a spreadsheet would run as a formula."),
]


def columns_of_silver(given: list[str] | None) -> list[str]:
    try:
        return silver_columns(" ".join(given or []))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


AcceptLoss = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COLUMN",
        help="Column whose known figures may become unknown, as silver.table.column.",
        callback=columns_of_silver,
    ),
]


def run(context: typer.Context, config: Path, accept_loss: AcceptLoss = None, json: AsJson = False) -> None:
    """Load, build, test, publish and export what CONFIG names.

    \b
    source:
      audience_pulse: ratings.json            a file, a glob or a list, relative to this file
      critic_agg: deliveries/critic_agg*.csv
      box_office: {domestic: dom.csv, financials: fin.csv, international: "${INBOX}/intl.csv"}
    output: {bronze: out/bronze, silver: out/silver, gold: out/gold}
    lake: ./lake                              optional
    """
    contracts = read_contracts()
    whole_job(context, read_run_file(config, contracts), tables(contracts), json, accept_loss or [])


def demo(context: typer.Context, json: AsJson = False) -> None:
    """Do the whole job on an example, 31 Pixar movies: lake in ./lake, CSVs and a page with charts in ./out."""
    contracts = read_contracts()
    example = read_run_file(PIXAR / "input.yaml", contracts)
    here = Path.cwd()
    # The example's own file names folders of a checkout, and in a wheel nothing may be written beside it.
    output = {layer: here / "out" / layer for layer in LAYERS}
    wanted = replace(example, output=output, lake=here / "lake")
    whole_job(context, wanted, tables(contracts), json, page=here / "out" / "report.html")


def whole_job(
    context: typer.Context,
    wanted: RunConfig,
    known: dict[str, Table],
    json: bool,
    accept_loss: Sequence[str] = (),
    page: Path | None = None,
) -> None:
    lake = lake_of(context, lake=wanted.lake, runtime=wanted.runtime)
    check_accept_loss(lake, accept_loss)
    say = silent if json else show.say
    # dbt takes seconds to get ready: let it, once loading leaves a core free and there will be something to build.
    warm_up = Thread(target=prepare, args=(lake,), daemon=True)
    receipts = pipeline.ingest(lake, wanted.deliveries, known, say, on_last=warm_up.start)
    built = pipeline.build(lake, known, say, accept_loss)
    rejected = pipeline.rejected(lake, say)
    written = pipeline.write(lake, wanted.output, known, say)
    if page:
        written.append(pipeline.draw(lake, page, say))
    if json:
        done = {"receipts": [*map(asdict, receipts)], "build": asdict(built), "rejected": [*map(asdict, rejected)]}
        show.as_json(done | {"written": written})
    else:
        pipeline.summary(lake)
    raise typer.Exit(pipeline.exit_code(receipts, rejected))


def ingest(
    context: typer.Context,
    paths: Annotated[list[Path] | None, typer.Argument(help="Files and folders.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Stack: load what lies in landing, and end.")] = False,
    provider: Annotated[str | None, typer.Option(help="With --once: only what lies in this one's folder.")] = None,
    json: AsJson = False,
) -> None:
    """Load files, or every file of a folder, into bronze; a file's name says whose it is.

    What lies in a folder and belongs to no contract is left alone, and said.

    On the stack, `ingest PATH...` is for people: it puts the files into landing and waits until the ingest service has
    loaded them. `ingest --once` is for schedulers: it does the service's work itself, with the service's settings, on
    whatever lies in landing by now. Both, and the service, may be at work at once: each file is loaded exactly once.

    \b
    movies ingest landing/ critic_agg_2026-11-01.csv.gz
    movies --runtime stack ingest --once --provider critic_agg
    """
    if bool(paths) == once:
        raise typer.BadParameter("name files or folders, or say --once: one of the two")
    if provider and not once:
        raise typer.BadParameter("--provider goes with --once; a file's name says whose it is")
    known = tables(read_contracts())
    say = silent if json else show.say
    if once:
        done: list[Receipt] = work_of_services(context, "ingest").ingest(provider, say)
        if json:
            show.as_json([*map(asdict, done)])
        raise typer.Exit(pipeline.exit_code(done))
    left: list[dict[str, str]] = []

    def leave(file: Path, why: str) -> None:
        left.append({"file": file.name, "status": "left alone", "reason": why})
        say(f"left alone: {why}")

    deliveries = find(paths or [], known, on_left=leave)
    receipts = pipeline.ingest(lake_of(context), deliveries, known, say)
    if json:
        show.as_json([*map(asdict, receipts), *left])
    raise typer.Exit(pipeline.exit_code(receipts))


def transform(
    context: typer.Context,
    accept_loss: AcceptLoss = None,
    once: Annotated[bool, typer.Option("--once", help="Stack: build in this process, and end.")] = False,
    json: AsJson = False,
) -> None:
    """Build and test silver and gold from bronze, and publish what differs.

    Does nothing when neither bronze nor the models changed since the last good build.

    On the stack, `transform` is for people: it waits until the dbt service has built. `transform --once` is for
    schedulers: it builds what bronze has now itself, with the service's settings.

    \b
    movies transform --accept-loss silver.critic_agg.top_critic_score
    movies --runtime stack transform --once
    """
    say = silent if json else show.say
    lake: Lake
    if once:
        services = work_of_services(context, "transform")
        lake, built = services.transform(settings(**context.obj), say, accept_loss or [])
    else:
        lake = lake_to_read(context)
        built = pipeline.build(lake, tables(read_contracts()), say, accept_loss or [])
    rejected = pipeline.rejected(lake, say)
    if json:
        show.as_json(asdict(built) | {"rejected": [*map(asdict, rejected)]})
    raise typer.Exit(pipeline.exit_code(rejected=rejected))


def retire(context: typer.Context, provider: str, json: AsJson = False) -> None:
    """Take a provider whose contract is gone out of silver and gold, from the next build on; bronze keeps its rows.

    When its contract comes back, it is taken up again.

    \b
    movies retire streaming
    """
    retired = lake_to_read(context).retire(provider, tables(read_contracts()))
    if json:
        show.as_json(retired)
        return
    names = ", ".join(f"bronze.{name}" for name in retired)
    show.say(f"{provider} is retired: the next build leaves out {names}, which stay as they are; movies transform")


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
    written = pipeline.write(lake_to_read(context), output, known, silent if json else show.say, spreadsheet_safe)
    if json:
        show.as_json(written)


def work_of_services(context: typer.Context, verb: str) -> ModuleType:
    """The module that does it; BadParameter in a runtime that has no services."""
    if settings(**context.obj).runtime != "stack":
        raise typer.BadParameter(f"--once does the work of a service: movies --runtime stack {verb} --once")
    return import_for_stack("movies_lakehouse.cli.once")


def silent(line: str) -> None:
    """Says nothing, so that JSON is all there is on stdout."""
