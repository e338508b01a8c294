"""What kind of value a column holds, guessed from its name and its values: which macro takes it, and its type."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from movies_lakehouse.new_provider.names import words
from movies_lakehouse.new_provider.values import DATE, DECIMAL, NUMBER, PERCENTAGE, PLAIN, USD, WHOLE, present, share
from movies_lakehouse.outputs.notation import as_read

# A few wrong values make a rejected value each, not another kind of column.
MOSTLY = 0.8
MONEY = {"usd", "dollar", "dollars", "gross", "budget", "revenue", "earnings"}
PERCENT = {"percent", "percentage", "pct"}
# Where scales end; beyond the last, decimal_number takes nothing.
SCALES = (10, 100, 999.99)
# whole_number starts at 0 unless told otherwise, and ends as far on the other side.
BELOW_ZERO = (-999999999999, 999999999999)


@dataclass(frozen=True)
class Kind:
    """A macro with what it is told besides the column, the type that it gives, and what only a person knows."""

    name: str
    macro: str
    data_type: str
    question: str
    limits: tuple[float, ...] = ()

    @property
    def is_figure(self) -> bool:
        return self.macro != "trimmed"

    def sql(self, column: str) -> str:
        """The call of the macro, as a staging model makes it."""
        return f"{{{{ {self.macro}({', '.join([repr(column), *map(str, self.limits)])}) }}}}"

    def __str__(self) -> str:
        return self.name + (f" from {' to '.join(map(str, self.limits))}" if self.limits else "")


TEXT = Kind("text", "trimmed", "varchar", "What does this text say?")
DAY = Kind("text of a date", "trimmed", "varchar", "The date of what is this?")
# Thousands set apart, decimals beyond what decimal_number takes: as text they lose nothing.
ODD = Kind("text of a number", "trimmed", "varchar", "Which figure is this, which no macro takes as it is written?")
AMOUNT = Kind("amount", "usd", "decimal(18,2)", "Which amount is this, and is it in US dollars?")
SHARE = Kind("percentage", "percentage", "decimal(5,2)", "Of what is this the share, from 0 to 100?")
COUNT = Kind("whole number", "whole_number", "bigint", "What is this figure, and in which unit?")
SCORE = Kind("decimal number", "decimal_number", "decimal(5,2)", "What is this figure, and which values can it have?")


def kind_of(header: str, values: Sequence[str | None]) -> Kind:
    """The kind that most values of a column are of, the rest being rejected values; text where they are of none."""
    written, said = present(values), words(header)
    there = as_read(written)
    if said & MONEY and (not there or share(there, USD) >= MOSTLY):
        return AMOUNT
    if share(there, USD) >= MOSTLY and any(value.startswith("$") for value in there):
        return AMOUNT
    if share(there, PERCENTAGE) >= MOSTLY and (said & PERCENT or any(value.endswith("%") for value in there)):
        return SHARE
    if share(there, PLAIN) >= MOSTLY:
        return kind_of_number([value for value in there if PLAIN.fullmatch(value)])
    return next((kind for kind, pattern in ((DAY, DATE), (ODD, NUMBER)) if share(written, pattern) >= MOSTLY), TEXT)


def kind_of_number(numbers: Sequence[str]) -> Kind:
    """Never one that would reject a number: of scores, most may happen to be whole."""
    figures = [float(number) for number in numbers]
    if share(numbers, WHOLE) == 1:
        return replace(COUNT, limits=BELOW_ZERO) if min(figures) < 0 else COUNT
    if share(numbers, DECIMAL) == 1:
        return replace(SCORE, limits=scale(figures))
    return ODD


def scale(numbers: Sequence[float]) -> tuple[float, float]:
    """
    The scale that the numbers lie on, as far as they tell.

    >>> scale([7.5, 8.2]), scale([-12.5, 3])
    ((0, 10), (-100, 100))
    """
    most = next(end for end in SCALES if end >= min(max(map(abs, numbers)), SCALES[-1]))
    return (-most if min(numbers) < 0 else 0, most)
