"""Verbs around the dashboards, whose assets are files of the project."""

import typer

from ingest.common.errors import BadContract
from movies_lakehouse.checkout import require_checkout
from movies_lakehouse.cli.options import AsJson
from movies_lakehouse.outputs import show

dashboards = typer.Typer(
    help="The dashboards as files: look whether they fit gold, or bring back what was changed in Superset.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@dashboards.command()
def check(json: AsJson = False) -> None:
    """Look whether every chart, dataset and filter in dashboards/ fits gold, without a server.

    \b
    movies dashboards check
    """
    require_checkout("movies dashboards check")
    # Imported here: this needs dbt and a parser of SQL.
    from movies_lakehouse.outputs.dashboards.assets import read_assets
    from movies_lakehouse.outputs.dashboards.check import problems
    from movies_lakehouse.outputs.dashboards.gold import read_gold

    assets = read_assets()
    found = problems(assets, read_gold())
    if json:
        show.as_json(found)
    else:
        for line in found or [summary(list(assets))]:
            show.say(line)
    raise typer.Exit(BadContract.exit_code if found else 0)


def summary(names: list[str]) -> str:
    counts = [sum(name.startswith(f"{kind}/") for name in names) for kind in ("dashboards", "charts", "datasets")]
    return "dashboards {}, charts {}, datasets {}: all fit gold".format(*counts)


@dashboards.command()
def export(json: AsJson = False) -> None:
    """Bring what was changed in the running Superset back to dashboards/, as a small change of its files.

    \b
    movies dashboards export
    git diff dashboards
    """
    require_checkout("movies dashboards export")
    from movies_lakehouse.outputs.dashboards.export import export as bring_back

    changes = bring_back()
    if json:
        show.as_json(changes)
    else:
        for name, what in changes.items():
            show.say(f"{what} dashboards/{name}")
        if not changes:
            show.say("dashboards/ is as Superset has it: nothing to bring back")
