"""Verbs around a lake: its services, the stack's passwords, trying a delivery, adding a provider."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ingest.common.errors import Unreachable
from ingest.contracts import read_contracts, tables
from movies_lakehouse.checkout import require_checkout
from movies_lakehouse.cli.options import AsJson, lake_to_read
from movies_lakehouse.lake.credentials import credentials as credentials_of_stack
from movies_lakehouse.outputs import check as dry_run
from movies_lakehouse.outputs import show
from movies_lakehouse.outputs.doctor import doctor as doctor_of


def doctor(context: typer.Context, json: AsJson = False) -> None:
    """Look whether everything is there and well, and say what to do where it is not."""
    found = doctor_of(lake_to_read(context), tables(read_contracts()))
    if json:
        show.as_json([asdict(each) for each in found])
    else:
        show.table([asdict(each) for each in found])
    raise typer.Exit(Unreachable.exit_code if any(each.remedy for each in found) else 0)


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
        services = {"Trino": known.trino, "S3": known.s3, "Superset": known.superset}
        services |= {"Metabase": known.metabase, "Airflow": known.airflow, "Grafana": known.grafana}
        for service, users in services.items():
            show.table([{"user": user, "password": password} for user, password in users.items()], title=service)


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
    require_checkout("movies new-provider")
    from movies_lakehouse.new_provider.add import add_provider  # here, as doctor: it imports both engines

    added = add_provider(name, sample, title, year)
    if json:
        show.as_json(asdict(added))
    else:
        for line in added.lines():
            show.say(line)
