"""Write docs/rules.md from the specs: `python -m tests.spec.render`."""

from pathlib import Path

from tests.spec import (
    test_identifiers,
    test_misdecoded,
    test_numbers,
    test_ratios,
    test_title_variants,
    test_title_words,
    test_titles,
)
from tests.spec.table import cells

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"
TITLES = """
Providers spell one title in many ways. Titles that compare as equal and have the same year are one movie; the next
two chapters have the rules that find further titles of a movie. Titles are always shown as the provider prints them,
without the spaces around them. A row without a title is rejected.
"""
WORDS = """
These rules come after the exact comparison above, for titles that at least one provider lacks. Two titles of one year
that have the same words are one movie, unless one provider uses both: then they are two movies. Words are compared
without the spaces between them, since providers differ in these too. They are never shown, so it does no harm that
they look odd. A title without words is compared exactly and in no other way. If a title is long enough, one letter
may differ, two neighbouring letters may be swapped, or the year may differ by one.
"""
PARTS = """
Another provider may print only a part of a title, or its parts in another order. A part is compared by its words, as
above, with the whole titles of the same year. A part found by the rule `other name` that has two words and nine letters
or more is also compared with titles of the year before and after. A match counts only if it is the only possible one
between two providers. Empty cells mean that the title has no such part. `silver.match_decisions` lists what each rule
finds. It also lists matches of what stands before a colon or dash, but these are taken only where the subtitle says
what kind of movie it is, begins with an article or has five words; else that part is too often the title of another
movie.
"""
MISDECODED = """
A file that was written in one encoding and read in another has titles like these. They stay as delivered; every build
and `movies quality` report them. For matching they are read again where that is certain, as the last table says. Only
sequences of characters that no language uses are reported.
"""
NUMBERS = """
What silver makes of each text, by kind of column: a year from 1870 to 2100, a count, a score from 0 to 10, a
percentage from 0 to 100, an amount of US dollars. `none` means that there is no figure: the value is null. `no` means
that the value is rejected: it is null and listed in `silver.rejected`; if it is the year, the whole row is rejected. A
file of which no row has both a title and a year is quarantined when it is loaded.
Nothing is guessed beyond these tables.

A comma or a point may be decimal, or set thousands apart. Where a text alone does not tell, the other values of its
column do, within one delivered file: the last of these tables. Where they show both notations or none, the value is
rejected; a contract can say `decimal: {column: comma}`, or `point`. Of an exponent (`1.5E+03`) the digits are taken as
they stand, since nobody knows what a spreadsheet has rounded. A figure in another unit than ones (`$339.0M`,
`1.2 million`) is rejected, unless the contract names the unit of its column; so are one in another currency, and one in
brackets, which is below zero to accountants. `silver.rejected.expected` says which of these it was.
"""
IDENTIFIERS = """
What silver makes of each text of a column that a contract names under `identifiers`. `none` means that there is no
id; `no` means that the text is rejected: the movie goes without, and `silver.rejected` lists it.
"""
RATIOS = """
Whole cents are divided by whole cents, and the result is rounded to four decimal places, half away from zero. `null`
means that there is no result.
"""


def page() -> str:
    """The whole page."""
    return "\n".join(
        [
            "<!-- Made from tests/spec by `python -m tests.spec.render`. Do not edit. -->",
            "# Rules: titles, numbers, ids, returns",
            "\nEvery line below is a test, run on each SQL engine. `\\u{a0}` stands for the character with that code.",
            chapter("How titles are compared", TITLES, test_titles.TABLES),
            chapter("By which words titles are matched", WORDS, test_title_words.TABLES),
            chapter("Which parts of a title are matched", PARTS, test_title_variants.TABLES),
            chapter(
                "Which titles look wrongly decoded",
                MISDECODED,
                {**test_misdecoded.TABLES, **test_misdecoded.READ_AGAIN},
            ),
            chapter("What a number may look like", NUMBERS, test_numbers.TABLES | test_numbers.COLUMNS),
            chapter("What an id may look like", IDENTIFIERS, test_identifiers.TABLES),
            chapter("How a return is calculated", RATIOS, test_ratios.TABLES),
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
