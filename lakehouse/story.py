"""The whole job, told while it happens: deliveries in, silver and gold built and tested, CSVs out."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ingest.contract import Table
from ingest.deliveries import Delivery
from ingest.receipt import Receipt
from lakehouse import show
from lakehouse.export import export
from lakehouse.runtime.lake import Lake
from lakehouse.transform import Build

Say = Callable[[str], None]
REFUSED = 11


def load(
    lake: Lake,
    deliveries: list[Delivery],
    tables: dict[str, Table],
    say: Say,
    on_last: Callable[[], None] = lambda: None,
) -> list[Receipt]:
    """
    Load deliveries into bronze and say a line for each as it is done.

    `on_last` is called when something new was loaded and at most one delivery is still to come.
    """
    receipts: list[Receipt] = []

    def nearly_done() -> bool:
        return len(receipts) >= len(deliveries) - 1 and any(receipt.status == "loaded" for receipt in receipts)

    def note(receipt: Receipt) -> None:
        say(f"  {receipt.line()}")
        was_nearly_done = nearly_done()
        receipts.append(receipt)
        if nearly_done() and not was_nearly_done:
            on_last()

    say("Loading deliveries into bronze")
    lake.load(deliveries, tables, note)
    if not any(receipt.status == "loaded" for receipt in receipts):
        say("  nothing new was loaded")
    return receipts


def build(lake: Lake, tables: dict[str, Table], say: Say) -> Build:
    """Bring silver and gold up to date and say what that took."""
    done = lake.build(tables, on_start=lambda: say("Building and testing silver and gold"))
    if not done.models:
        say("Silver and gold are up to date: nothing was built, nothing was published")
        return done
    for warning in done.warnings:
        say(f"  warning: {warning}")
    say(f"  {done.models} models built, {done.tests} data tests passed")
    same = done.models - len(done.published)
    say(f"  {len(done.published)} tables published" + (f", {same} hold the same rows as before" if same else ""))
    return done


def write(
    lake: Lake, output: dict[str, Path], tables: dict[str, Table], say: Say, spreadsheet_safe: bool = False
) -> list[Path]:
    """Write the CSVs that are not current and say where they are."""
    written = export(lake, output, tables, spreadsheet_safe)
    for layer, folder in output.items():
        count = sum(path.parent == folder for path in written)
        say(f"{layer:6} CSVs in {shown(folder)} ({f'{count} written' if count else 'all current, none written'})")
    return written


def shown(folder: Path) -> str:
    """As short as it can be said from where the user stands."""
    return str(folder.relative_to(Path.cwd())) if folder.is_relative_to(Path.cwd()) else str(folder)


def farewell(lake: Lake) -> None:
    """Show the first answers, and what to ask next."""
    films = best_films(lake)
    if films:
        show.say("")
        show.table(films, title="Films by worldwide gross against production budget")
    if why := why_no_roi(films):
        show.say(why)
    again = program() + (f" --lake {shown(lake.folder)}" if lake.folder != Path("lake").resolve() else "")
    show.say(f'\nNext: {again} query "select * from gold.provider_conflicts"')
    show.say(f"      {again} status")


def program() -> str:
    """What to type for this command: its name, or where it is while the virtual environment is not active."""
    return "movies" if shutil.which("movies") else shown(Path(sys.executable).parent / "movies")


def best_films(lake: Lake) -> list[dict[str, Any]]:
    """Ten films by worldwide gross against budget."""
    return lake.rows("""
        select movie_title as film, release_year as year,
            cast(round(worldwide_box_office_gross_usd) as bigint) as worldwide_usd,
            cast(round(production_budget_usd) as bigint) as budget_usd, gross_to_budget, roi
        from gold.movies_unified where gross_to_budget is not null
        order by gross_to_budget desc, movie_id limit 10
    """)


def why_no_roi(films: list[dict[str, Any]]) -> str | None:
    """What to say when a table of films has no roi at all."""
    if films and all(film["roi"] is None for film in films):
        return (
            "roi is empty: it needs the marketing spend, which nobody delivered for these films (unknown is not zero)."
        )
    return None


def exit_code(receipts: list[Receipt]) -> int:
    return REFUSED if any(receipt.status == "refused" for receipt in receipts) else 0
