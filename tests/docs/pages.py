"""The pages of the documentation, and what they show: code, links, headings, tables."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")])

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def prose(page: Path) -> str:
    """The page without its blocks of code."""
    return FENCE.sub("", text(page))


def blocks(page: Path, language: str) -> list[str]:
    """Blocks of code in a language, as the page names it."""
    return [code for named, code in FENCE.findall(text(page)) if named == language]


def code(page: Path) -> list[str]:
    """Everything that is set as code: the lines of blocks, and spans within the text."""
    lines = [line.strip() for _, block in FENCE.findall(text(page)) for line in block.splitlines()]
    return lines + INLINE.findall(prose(page))


def commands(page: Path, program: str) -> list[str]:
    """Calls of a program, with arguments, that the page shows."""
    return [line for line in code(page) if line.startswith(f"{program} ")]


def links(page: Path) -> list[tuple[Path, str]]:
    """Where the links of a page lead inside the project: file and anchor ('' for none)."""
    inside = [target.partition("#") for target in LINK.findall(prose(page)) if "://" not in target]
    return [((page.parent / path).resolve() if path else page, anchor) for path, _, anchor in inside]


def anchors(page: Path) -> set[str]:
    """Anchors of a page's headings, made as the hosts of Markdown make them."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(prose(page))}


def first_cells(page: Path, heading: str) -> list[str]:
    """First column of the table whose first column has this heading, marks of code removed."""
    rows = [
        line.strip("|").split("|")[0].strip(" `") for line in prose(page).partition(f"| {heading} |")[2].split("\n")
    ]
    return rows[2 : rows.index("", 1)]
