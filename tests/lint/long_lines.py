"""
Lines of the dbt project that are too long, for sqlfmt leaves alone what is in Jinja: python -m tests.lint.long_lines

Unit tests are not looked at: their rows are tables, which read worse when they are broken.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

LIMIT = 120
SUFFIXES = (".sql", ".yml")


def long_lines(folder: Path) -> Iterator[str]:
    """Place and length of each, as `file:line: 123 characters`."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in SUFFIXES and path.name != "_unit_tests.yml" and "target" not in path.parts:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if len(line) > LIMIT:
                    yield f"{path}:{number}: {len(line)} characters; {LIMIT} are the most"


if __name__ == "__main__":
    sys.exit("\n".join(long_lines(Path("dbt"))) or None)
