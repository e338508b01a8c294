"""Write docs/rules.md from the specs: `python -m tests.spec.render`."""

from pathlib import Path

from tests.spec import test_misdecoded, test_numbers, test_ratios, test_title_variants, test_title_words, test_titles
from tests.spec.table import cells

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"
TITLES = """
Providers spell one title in many ways. Titles that compare alike are the same name, and the same name in the same
year is one movie. Other names of a movie are found by the rules of the next two chapters. A title that is shown
anywhere stays as its provider prints it, without the spaces around it; a row without a title is rejected.
"""
WORDS = """
Tried after the exact comparison above, on names that some provider does not have. Two names of one year whose words
agree are one movie, unless a provider has both: then they are two movies to it. Spaces are no part of the words, since
providers differ in them too. Words are only compared, never shown: it does no harm that they read oddly. A title
without words is compared exactly, and no other way. Of titles that are not short, one letter may differ or two
neighbours change places, or the year may differ by one.
"""
PARTS = """
Another provider may print only a part of a title, or its parts in another order. A part is compared by its words, as
above, with the whole titles of the same year, another name of two words or more also with those of the years beside it;
it finds a movie only where that is the one movie it could be. Where a part is missing, the title has none. What comes
of each rule is listed in `silver.match_decisions`. What stands before a colon or dash is listed there as well, but
never taken, unless what follows says only what kind of movie it is: too often it names another movie.
"""
MISDECODED = """
A file that was written in one encoding and read in another gives such titles. They stay as delivered, since nothing
says for certain what was meant; every build reports them, and so does `movies quality`. Only what no language writes
counts.
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
            chapter("Which words further names are found by", WORDS, test_title_words.TABLES),
            chapter("Which parts of a title are a name", PARTS, test_title_variants.TABLES),
            chapter("Which titles look wrongly decoded", MISDECODED, test_misdecoded.TABLES),
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
