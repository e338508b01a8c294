"""Figures in odd shapes: what silver and gold take each text for; what is not taken is listed with its place."""

import csv
import io
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from tests.journey.support import CRITIC, FINANCIALS, GROSS, Movies, pulse

pytestmark = pytest.mark.slow

# The value is null, and listed in silver.rejected; of a year, the whole row is gone.
REJECTED = "rejected"

YEARS = {
    "2010": 2010, " 2010 ": 2010, "2010.0": 2010, "2010.": 2010, "1870": 1870, "2100": 2100,
    "2010.5": REJECTED, "1869": REJECTED, "2101": REJECTED, "20100": REJECTED, "-2010": REJECTED, "10": REJECTED,
    "MMX": REJECTED, "2010-07-16": REJECTED, "July 2010": REJECTED, "(2010)": REJECTED, "2,010": REJECTED,
    "2e3": REJECTED, "２０１０": REJECTED, "٢٠١٠": REJECTED, "NaN": REJECTED, "N/A": REJECTED, "": REJECTED,
    "9" * 30: REJECTED,
}  # fmt: skip
COUNTS = {
    "100": 100, "0": 0, "00012": 12, "100.0": 100, "+8": 8, " 8\u00a0": 8, "999999999999": 999999999999,
    "": None, "N/A": None, "#N/A": None, "NA": None, "null": None, "-": None,
    "1,000": 1000, "1e3": 1000, "10.5": REJECTED, "-8": REJECTED, "12k": REJECTED, "0x10": REJECTED,
    "1000000000000": REJECTED, "1_000": REJECTED, "ten": REJECTED, "None": REJECTED, "--": REJECTED,
}  # fmt: skip
SCORES = {
    "8.7": "8.7", "8": "8", "10": "10", "0": "0", "7.1000000000000005": "7.1", "8.255": "8.26", ".5": "0.5",
    "": None, "n/a": None,
    "10.01": REJECTED, "87": REJECTED, "-1": REJECTED, "8,7": REJECTED, "8/10": REJECTED, "8.7.1": REJECTED,
    "NaN": REJECTED, "inf": REJECTED, "8½": REJECTED, "good": REJECTED,
}  # fmt: skip
PERCENTAGES = {
    "87": "87", "87%": "87", "87.5%": "87.5", "0": "0", "100": "100", "0.87": "0.87", "": None, "NA": None,
    "100.01": REJECTED, "101%": REJECTED, "-5": REJECTED, "87 %": REJECTED, "87%%": REJECTED, "87/100": REJECTED,
}  # fmt: skip
AMOUNTS = {
    "1000": "1000", "1000.5": "1000.5", "$1,000": "1000", "$292,576,195.00": "292576195", "0": "0", "0.01": "0.01",
    "99999999999.99": "99999999999.99", "": None, "N/A": None, "-": None,
    "1e6": "1000000",
    "-5": REJECTED, "($5)": REJECTED, "1,0000,0": REJECTED, "€5": REJECTED,
    "5 million": REJECTED, "$5M": REJECTED, "1000.555": REJECTED, "100000000000": REJECTED, "1 000": REJECTED,
}  # fmt: skip
# What JSON can say besides text; a number keeps the digits that it was delivered with.
JSON_SCORES = {
    "7.5": "7.5", '"7.5"': "7.5", "7.10": "7.1", "7": "7", "0": "0", "-0.0": "0", "null": None, '""': None,
    "7.5e0": "7.5",
    "true": REJECTED, "11": REJECTED, '"seven"': REJECTED, "-1": REJECTED,
}  # fmt: skip
JSON_COUNTS = {
    "100": 100, '"100"': 100, "100.0": 100, "null": None,
    "1e5": 100000, "123456789012345678901234567890": REJECTED, "-1": REJECTED, "false": REJECTED,
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A delivered column, what gold calls it, and what each text in it is taken for."""

    table: str
    name: str
    gold: str
    taken: dict[str, Any]

    def movie(self, number: int) -> str:
        return f"{self.table} {self.name} {number}"

    @property
    def header(self) -> str:
        return {"critic_agg": CRITIC, "box_office_financials": FINANCIALS}.get(self.table, GROSS)

    def delivery(self) -> str:
        if self.table == "audience_pulse":
            movies = [
                pulse({"title": self.movie(number), self.name: "HERE"})[1:-1] for number in range(len(self.taken))
            ]
            return (
                f"[{','.join(f.replace(json.dumps('HERE'), text) for f, text in zip(movies, self.taken, strict=True))}]"
            )
        names = self.header.strip().split(",")
        target = io.StringIO()
        rows = csv.writer(target, lineterminator="\n")
        rows.writerow(names)
        for number, text in enumerate(self.taken):
            sound = dict(zip(names, (self.movie(number), "2001", "50", "5", "5"), strict=False))
            rows.writerow((sound | {self.name: text}).values())
        return target.getvalue()

    def bronze(self, text: str) -> str | None:
        """The text as bronze has it."""
        if self.table != "audience_pulse" or text == "null":
            return None if text == "null" and self.table == "audience_pulse" else text
        return str(json.loads(text)) if text.startswith('"') else text


COLUMNS = [
    Column("critic_agg", "release_year", "release_year", YEARS),
    Column("critic_agg", "total_critic_reviews_counted", "total_critic_reviews_counted", COUNTS),
    Column("critic_agg", "top_critic_score", "top_critic_score", SCORES),
    Column("critic_agg", "critic_score_percentage", "critic_score_percentage", PERCENTAGES),
    Column("box_office_domestic", "box_office_gross_usd", "domestic_box_office_gross_usd", AMOUNTS),
    Column("box_office_international", "box_office_gross_usd", "international_box_office_gross_usd", AMOUNTS),
    Column("box_office_financials", "production_budget_usd", "production_budget_usd", AMOUNTS),
    Column("box_office_financials", "marketing_spend_usd", "marketing_spend_usd", AMOUNTS),
    Column("audience_pulse", "audience_average_score", "audience_average_score", JSON_SCORES),
    Column("audience_pulse", "total_audience_ratings", "total_audience_ratings", JSON_COUNTS),
]


@pytest.fixture(scope="module")
def run(shared: Movies) -> Movies:
    """A lake with all of it, each column in a file of its own."""
    files: dict[str, dict[str, str | bytes]] = {}
    for column in COLUMNS:
        suffix = "json" if column.table == "audience_pulse" else "csv"
        files.setdefault(column.table, {})[f"{column.name}.{suffix}"] = column.delivery()
    result = shared.run(files)
    assert (result.exit_code, result.err) == (0, "")
    return shared


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: f"{column.table}.{column.name}")
def test_gold_takes_what_is_sound_and_lists_the_rest(run: Movies, column: Column) -> None:
    in_gold = dict(run.rows(f"select movie_title, {column.gold} from gold.movies_unified"))
    listed = run.rows(
        f"select line, value, rejects from silver.rejected where table_name = '{column.table}' "
        f"and column_name = '{column.name}' and split_part(file, '.', 1) = '{column.name}' order by line"
    )
    expected_gold, expected_listed = {}, []
    for number, (text, taken) in enumerate(column.taken.items()):
        is_year = column.name == "release_year"
        if taken == REJECTED:
            line = number + (1 if column.table == "audience_pulse" else 2)
            expected_listed.append((line, column.bronze(text), "row" if is_year else "value"))
        if not (taken == REJECTED and is_year):
            expected_gold[column.movie(number)] = None if taken in (REJECTED, None) else Decimal(taken)
    movies = [column.movie(number) for number in range(len(column.taken))]
    assert {title: in_gold[title] for title in movies if title in in_gold} == expected_gold
    assert listed == expected_listed


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: f"{column.table}.{column.name}")
def test_bronze_keeps_every_text_as_it_came(run: Movies, column: Column) -> None:
    kept = run.values(
        f"select {column.name} from bronze.{column.table} "
        f"where split_part(_file, '.', 1) = '{column.name}' order by _line"
    )
    assert kept == [column.bronze(text) for text in column.taken]


def test_zero_is_a_figure_and_nothing_is_divided_by_it(run: Movies) -> None:
    assert run.values("select gross_to_budget from gold.movies_unified where production_budget_usd = 0") == [None]
