"""Prints answers: drawn tables on a terminal, tab-separated lines in a pipe, JSON on request."""

import json
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ingest.common.errors import MoviesError

# A title may hold codes that move the cursor or colour the screen: they are printed as \x1b and the like.
CONTROL = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"}


def console() -> Console:
    """A new console each time, since sys.stdout may have been replaced."""
    return Console(file=sys.stdout, highlight=False, soft_wrap=True, emoji=False)


def say(line: str) -> None:
    console().print(line.translate(CONTROL), markup=False)


def fault(error: Exception) -> str:
    """An error in one line; one that is not ours starts with its type."""
    if isinstance(error, MoviesError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        where = f" {error.filename}" if error.filename else ""
        return f"the system refuses{where}: {error.strerror}; put that right and run again, nothing is half done"
    return f"{type(error).__name__}: {' '.join(str(error).split())[:500]} (--debug shows where)"


def short_path(path: Path) -> str:
    """The path relative to the working folder, if it lies below it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def as_json(answer: object) -> None:
    print(json.dumps(answer, ensure_ascii=False, default=json_value, indent=2))


def json_value(value: object) -> float | str:
    """Decimals become floats, which is exact for their at most 15 digits; everything else becomes text."""
    return float(value) if isinstance(value, Decimal) else str(value)


def table(rows: Sequence[dict[str, Any]], title: str | None = None, columns: list[str] | None = None) -> None:
    """Print rows under their column names: a drawn table on a terminal, else tab-separated with one header line."""
    out = console()
    columns = columns or list(rows[0])
    if not out.is_terminal:
        if title:
            print(f"# {title}")
        for line in [columns, *(list(row.values()) for row in rows)]:
            print("\t".join(plain(value) for value in line))
        return
    drawn = Table(title=title, title_justify="left", header_style="bold")
    for column in columns:
        justify: Literal["left", "right"] = "right" if rows and is_number(rows[0][column]) else "left"
        drawn.add_column(escape(column), justify=justify, overflow="fold")
    for row in rows:
        drawn.add_row(*(escape(shown(column, value)) for column, value in row.items()))
    out.print(drawn)


def tables(answer: Mapping[str, Sequence[dict[str, Any]]]) -> None:
    """Print several tables by title; an empty one is a single line."""
    for title, rows in answer.items():
        if rows:
            table(rows, title=title)
        else:
            say(f"{title}: none")


def shown(column: str, value: Any) -> str:
    """
    One value in one cell of a drawn table.

    >>> shown("budget_usd", 30000000), shown("release_year", 1995)
    ('30,000,000', '1995')
    """
    if value is None:
        return ""
    return f"{value:,}" if is_number(value) and not column.endswith("year") else str(value).translate(CONTROL)


def plain(value: Any) -> str:
    """
    One value in one cell of a tab-separated line.

    >>> plain("two\\tcells")
    'two\\\\tcells'
    """
    text = "" if value is None else str(value)
    text = text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return text.translate(CONTROL)


def is_number(value: Any) -> bool:
    return not isinstance(value, bool) and hasattr(value, "__round__")
