"""How a column writes its numbers; a test holds it to what the macros of dbt/macros/values make of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

AROUND = r"[^0-9.,]*"
GROUP = r"[1-9][0-9]{0,2}"
AMBIGUOUS = re.compile(rf"{AROUND}{GROUP}[.,][0-9]{{3}}{AROUND}", re.DOTALL)
# Thousands set apart by commas, or by points; and the latter where even one text alone can mean nothing else.
POINTS = re.compile(rf"{AROUND}{GROUP}(?:,[0-9]{{3}})+(?:\.[0-9]*)?{AROUND}", re.DOTALL)
COMMAS = re.compile(rf"{AROUND}(?:[0-9]+|{GROUP}(?:\.[0-9]{{3}})+)(?:,[0-9]+)?{AROUND}", re.DOTALL)
SURELY_COMMAS = re.compile(rf"{AROUND}{GROUP}(?:(?:\.[0-9]{{3}})+,[0-9]+|(?:\.[0-9]{{3}}){{2,}}){AROUND}", re.DOTALL)
WITH_EXPONENT = re.compile(
    r"([^0-9.,]*)([0-9]{1,15}(?:[.,][0-9]{1,15})?)[eE]([+-]?0?[0-9]|[+]?1[0-9])([^0-9.,]*)", re.DOTALL
)


def only_with(decimal: str, group: str) -> re.Pattern[str]:
    """Texts that can only mean that this sign is decimal."""
    no_group = rf"[0-9]+{decimal}(?:[0-9]{{1,2}}|[0-9]{{4,}})|(?:0[0-9]*|[0-9]{{4,}}){decimal}[0-9]{{3}}"
    groups = rf"{GROUP}(?:{group}[0-9]{{3}})"
    grouped = rf"{groups}{{2,}}(?:{decimal}[0-9]*)?|{groups}+{decimal}[0-9]*"
    return re.compile(rf"{AROUND}(?:{no_group}|{grouped})(?:[eE][+-]?[0-9]+)?{AROUND}", re.DOTALL)


ONLY_WITH_POINTS, ONLY_WITH_COMMAS = only_with(r"\.", ","), only_with(",", r"\.")


@dataclass
class Shown:
    """What the texts of a column have shown so far, and the first of them that needs it."""

    points: bool = False
    commas: bool = False
    ambiguous: str | None = None

    def look_at(self, texts: pa.Array) -> None:
        """Takes in more texts of the column."""
        self.points = self.points or bool(first(texts, ONLY_WITH_POINTS))
        self.commas = self.commas or bool(first(texts, ONLY_WITH_COMMAS))
        self.ambiguous = self.ambiguous or first(texts, AMBIGUOUS)

    def unclear(self) -> str | None:
        """The first text that can be read in two ways, where the column shows none or both."""
        return self.ambiguous if self.points == self.commas else None


def first(texts: pa.Array, pattern: re.Pattern[str]) -> str | None:
    found = texts.filter(pc.match_substring_regex(texts, f"(?s)\\A(?:{pattern.pattern})\\z"))
    return found[0].as_py() if len(found) else None


def as_read(column: Sequence[str]) -> list[str]:
    """The texts of a column with their numbers as digits with a decimal point, where the column shows what they mean.

    >>> as_read(["12,5", "1.234", "1,5E+03"]), as_read(["1,234"])
    (['12.5', '1234', '1500'], ['1,234'])
    """
    points = any(map(ONLY_WITH_POINTS.fullmatch, column))
    commas = any(map(ONLY_WITH_COMMAS.fullmatch, column))
    return [read(text, points and not commas, commas and not points) for text in column]


def read(text: str, points: bool, commas: bool) -> str:
    if found := WITH_EXPONENT.fullmatch(text):
        before, mantissa, exponent, behind = found.groups()
        return f"{before}{Decimal(mantissa.replace(',', '.')).scaleb(int(exponent)):f}{behind}"
    if (commas and COMMAS.fullmatch(text)) or SURELY_COMMAS.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    if POINTS.fullmatch(text) and (points or not AMBIGUOUS.fullmatch(text)):
        return text.replace(",", "")
    return text
