"""Read the tables in which a spec lists its cases."""

import re

ESCAPE = re.compile(r"\\u\{([0-9a-f]{1,5})\}")


def rows(table: str) -> list[dict[str, str]]:
    r"""The rows of a Markdown table, each by column name; `\u{a0}` stands for that character.

    >>> rows('''
    ... | text     | year |
    ... |----------|------|
    ... | \\u{20}1 | 1    |
    ... ''')
    [{'text': ' 1', 'year': '1'}]
    """
    header, _, *body = [cells(line) for line in table.strip().splitlines()]
    return [dict(zip(header, map(_unescaped, cells), strict=True)) for cells in body]


def cells(line: str) -> list[str]:
    """The cells of one line, as written."""
    return [cell.strip(" ") for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _unescaped(cell: str) -> str:
    return ESCAPE.sub(lambda found: chr(int(found[1], 16)), cell)
