"""Looks at a sample, and adds to the project what can be known of its provider: all of it or nothing."""

import re
import shutil
import signal
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from trino.sqlalchemy.compiler import RESERVED_WORDS

from ingest.bronze.deliveries import Delivery
from ingest.common.errors import BadFile, MoviesError
from ingest.common.files import write_all
from ingest.contracts import CONTRACTS, Contract, Table, read_contracts, tables
from ingest.contracts.table import RESERVED_TABLES
from movies_lakehouse.build import generate
from movies_lakehouse.build.dbt_runner import PROJECT
from movies_lakehouse.new_provider import texts
from movies_lakehouse.new_provider.draft import draft
from movies_lakehouse.new_provider.manual_steps import Paste, pastes
from movies_lakehouse.new_provider.sample import look
from movies_lakehouse.outputs.check import Checked, check_delivery

IN_SQL = "select keyword_name from duckdb_keywords() where keyword_category = 'reserved'"


@dataclass(frozen=True)
class Added:
    """What was guessed and written, what a check of the sample says, and what is left for a person."""

    provider: str
    guesses: list[str]
    written: list[str]
    checked: Checked
    manual_steps: list[Paste]

    def lines(self) -> list[str]:
        """All of it, as lines to read."""
        questions = f"{self.written[0]}, {self.written[2]} and {self.written[4]}"
        asked = f"Answer the questions in {questions}; then add by hand:"
        return [
            f"Guessed for {self.provider}",
            *(f"  {guess}" for guess in self.guesses),
            "Written",
            *(f"  {path}" for path in self.written),
            *self.checked.lines(),
            "",
            asked,
            *(paste.line() for paste in self.manual_steps),
        ]


def add_provider(name: str, path: Path, title: str | None = None, year: str | None = None) -> Added:
    """Adds a provider whose deliveries look like the sample; MoviesError, and nothing written, where that cannot be."""
    contracts = read_contracts(CONTRACTS)
    gold, sql = words_of_gold(), words_of_sql()
    check_name(name, contracts, gold | sql)
    places = places_of(name)
    made = draft(name, look(path), gold, sql, (title, year))
    written = (
        *(texts.contract(made), texts.staging_model(made), texts.staging_descriptions(made)),
        *(texts.silver_model(made), texts.silver_descriptions(made)),
    )
    new = dict(zip(places, written, strict=True))
    contracts = with_contract(name, new[places[0]])
    table = tables(contracts)[name]
    check_files(table, tables(contracts).values())
    checked = check_delivery(Delivery(table, str(path)))
    if checked.exit_code:
        raise BadFile(checked.summary)
    changed = new | generate.stale(contracts)
    # Ctrl-C ends the command at once, which would leave some of the files.
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        write_all(changed)
    finally:
        signal.signal(signal.SIGINT, handler)
    shown = [str(each.relative_to(generate.ROOT)) for each in changed]
    return Added(name, made.guesses(), shown, checked, pastes(made))


def words_of_gold() -> set[str]:
    """Every word that the model of gold gives a meaning: its columns, and the tables that it joins."""
    model = (PROJECT / "models/gold/movies_unified.sql").read_text(encoding="utf-8")
    return set(re.findall(r"\w+", re.sub(r"--.*", "", model)))


def words_of_sql() -> set[str]:
    """Words that no column can be called without quotes, in either engine."""
    return RESERVED_WORDS | {word for (word,) in duckdb.sql(IN_SQL).fetchall()}


def check_name(name: str, contracts: list[Contract], words: set[str]) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise MoviesError(f"{name!r} cannot be a provider's name; take small letters, digits and _, a letter first")
    takers = {
        "a contract": {*tables(contracts), *(contract.provider for contract in contracts)},
        "a table of bronze itself": RESERVED_TABLES,
        "SQL, or gold's model": words,
    }
    for taker, names in takers.items():
        if name in names:
            raise MoviesError(f"the name {name!r} is taken by {taker}; choose another one")


def places_of(name: str) -> list[Path]:
    """Where contract, models and their descriptions will be; MoviesError where one of them is already."""
    staging, silver = PROJECT / "models/staging", PROJECT / "models/silver"
    places = [CONTRACTS / f"{name}.yml", staging / f"stg_{name}.sql", staging / f"_stg_{name}.yml"]
    places += [silver / f"{name}.sql", silver / f"_{name}.yml"]
    for place in places:
        if place.exists():
            raise MoviesError(f"{place.relative_to(generate.ROOT)} is there already; remove it, or choose another name")
    return places


def with_contract(name: str, text: str) -> list[Contract]:
    """The contracts as they will be, read as they are always read."""
    with TemporaryDirectory() as folder:
        contracts = Path(shutil.copytree(CONTRACTS, Path(folder) / "contracts"))
        (contracts / f"{name}.yml").write_text(text, encoding="utf-8")
        return read_contracts(contracts)


def check_files(table: Table, known: Iterable[Table]) -> None:
    """Refuses a name whose files another contract would take too, or the other way round."""
    for other in known:
        takes_either = other.takes(table.files.replace("*", "")) or table.takes(other.files.replace("*", ""))
        if other is not table and takes_either:
            raise MoviesError(
                f"{table.name}: files called {table.files} and those of {other.name}, {other.files}, "
                "could not be told apart; choose another name"
            )
