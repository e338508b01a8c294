"""The steps of `movies run`, each of which reports its progress: ingest, build, write CSVs, summary."""

import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from ingest.bronze.deliveries import Delivery
from ingest.bronze.receipt import Receipt, no_day
from ingest.common.errors import BadFile
from ingest.contracts import Table
from movies_lakehouse.build import run as builds
from movies_lakehouse.build.engine import Build
from movies_lakehouse.lake.builds import nothing_yet
from movies_lakehouse.lake.lake import Lake
from movies_lakehouse.outputs import show
from movies_lakehouse.outputs.csv_export import export
from movies_lakehouse.outputs.rejections import Rejections, rejections
from movies_lakehouse.outputs.show import short_path

Say = Callable[[str], None]
UNUSABLE = BadFile.exit_code
BUILDING = "Building and testing silver and gold"


def ingest(
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
    lake.ingest(deliveries, tables, note)
    if not any(receipt.status == "loaded" for receipt in receipts):
        say("  nothing new was loaded")
    if said := no_day(receipts):
        say(said)
    return receipts


def build(lake: Lake, tables: dict[str, Table], say: Say, accept_loss: Sequence[str] = ()) -> Build:
    """Bring silver and gold up to date and report the result; columns of `accept_loss` may lose known figures."""
    return told(builds.build(lake, tables, lambda: say(BUILDING), accept_loss), say)


def told(done: Build, say: Say) -> Build:
    """Report the result of a build."""
    if not done.models:
        say("Silver and gold are up to date: nothing was built, nothing was published")
        return done
    for warning in done.warnings:
        say(f"  warning: {warning}")
    say(f"  {done.models} models built, {done.tests} data tests passed")
    same = f", {done.unchanged} hold the same rows as before" if done.unchanged else ""
    say(f"  {len(done.published)} tables published{same}")
    return done


def rejected(lake: Lake, say: Say) -> list[Rejections]:
    """Report what silver rejected of each provider."""
    found = rejections(lake)
    for each in found:
        say(f"  {each.provider}  {each.counts()}")
        if each.all_rows:
            say(f"  {each.provider}: every row is rejected, so that nothing of it is in gold; movies status tells why")
    return found


def write(
    lake: Lake, output: dict[str, Path], tables: dict[str, Table], say: Say, spreadsheet_safe: bool = False
) -> list[Path]:
    """Write the CSVs that are out of date and report where they are."""
    written = export(lake, output, tables, spreadsheet_safe)
    missing = lake.layers_missing()
    for layer, folder in output.items():
        if layer in missing:
            say(nothing_yet(layer))
            continue
        count = sum(path.parent == folder for path in written)
        say(f"{layer:6} CSVs in {short_path(folder)} ({f'{count} written' if count else 'all current, none written'})")
    return written


def draw(lake: Lake, path: Path, say: Say) -> Path:
    """Write the report's page and report where it is."""
    # Imported here: a run on large deliveries draws nothing.
    from movies_lakehouse.outputs.pages.page import write_page
    from movies_lakehouse.outputs.report.page import page
    from movies_lakehouse.outputs.report.questions import report

    write_page(path, page(report(lake), lake.settings.runtime))
    say(f"charts in {short_path(path)}")
    return path


def summary(lake: Lake) -> None:
    """Print the ten best movies and the commands to try next."""
    movies = best_movies(lake)
    if movies:
        show.say("")
        show.table(movies, title="Movies by worldwide gross against production budget")
    if why := why_no_roi(movies):
        show.say(why)
    again = program() + (f" --lake {short_path(lake.folder)}" if lake.folder != Path("lake").resolve() else "")
    show.say(f"\nNext: {again} report   (one page with charts: report.html)")
    show.say(f'      {again} query "select * from gold.provider_conflicts"')
    show.say(f"      {again} status")


def program() -> str:
    """How to call this command: by name, or by path while the virtual environment is not active."""
    return "movies" if shutil.which("movies") else short_path(Path(sys.executable).parent / "movies")


def best_movies(lake: Lake) -> list[dict[str, Any]]:
    """Ten movies by worldwide gross against budget."""
    return lake.rows("""
        select movie_title as movie, release_year as year,
            cast(round(worldwide_box_office_gross_usd) as bigint) as worldwide_usd,
            cast(round(production_budget_usd) as bigint) as budget_usd, gross_to_budget, roi
        from gold.movies_unified where gross_to_budget is not null
        order by gross_to_budget desc, movie_id limit 10
    """)


def why_no_roi(movies: list[dict[str, Any]]) -> str | None:
    """The reason why no movie in a table has a roi, if none has."""
    if movies and all(movie["roi"] is None for movie in movies):
        return (
            "roi is empty: it needs the marketing spend, which nobody delivered for these movies (unknown is not zero)."
        )
    return None


def exit_code(receipts: Iterable[Receipt] = (), rejected: Iterable[Rejections] = ()) -> int:
    """Whether a file, or all that a provider delivered, could not be used."""
    quarantined = any(receipt.status == "quarantined" for receipt in receipts)
    return UNUSABLE if quarantined or any(each.all_rows for each in rejected) else 0
