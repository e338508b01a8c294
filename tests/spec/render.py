"""Write docs/rules.md from the specs: `python -m tests.spec.render`."""

from pathlib import Path

from tests.spec import test_numbers, test_ratios, test_titles
from tests.spec.table import cells

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"
TITLES = """
Providers spell one title in many ways. Two rows are one film when their titles compare alike and their year is the
same. A title that is shown anywhere stays as its provider prints it, without the spaces around it; a row without a
title is rejected.
"""
NUMBERS = """
What silver takes each text for, in a column of that kind: a year from 1870 to 2100, a count, a score from 0 to 10, a
percentage from 0 to 100, an amount of US dollars. `none` means that there is no figure: the value is null. `no` means
that the value is rejected: it is null and listed in `silver.rejected`; without a year the whole row is. Nothing is
guessed beyond these tables.
"""
RATIOS = """
Whole cents are divided by whole cents and the result is rounded, half away from zero, to four digits behind the point.
`null` means that there is no answer.
"""


def page() -> str:
    """The whole page."""
    return "\n".join(
        [
            "<!-- Made from tests/spec by `python -m tests.spec.render`. Do not edit. -->",
            "# Rules: titles, numbers, returns",
            "\nEvery line below is a test, run on each SQL engine. `\\u{a0}` stands for the character with that code.",
            chapter("How titles are compared", TITLES, test_titles.TABLES),
            chapter("What a number may look like", NUMBERS, test_numbers.TABLES),
            chapter("How a return is worked out", RATIOS, test_ratios.TABLES),
            "",
        ]
    )


def chapter(title: str, about: str, tables: dict[str, str]) -> str:
    sections = [f"### {name}\n\n{as_code(table)}" for name, table in tables.items()]
    return "\n".join([f"\n## {title}", about, "\n\n".join(sections)])


def as_code(table: str) -> str:
    """The table with its cells as code, except the column that says why: a title may look like Markdown."""
    header, _, *body = [cells(line) for line in table.strip().splitlines()]
    coded = [[*map(code, values), why] for *values, why in body]
    return "\n".join(f"| {' | '.join(row)} |" for row in [header, ["---"] * len(header), *coded])


def code(value: str) -> str:
    return f"`{value}`" if value else ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
