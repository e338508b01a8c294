"""How one amount is divided by another: what a return or an average looks like."""

from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import floor
from random import Random

import pytest

from tests.spec.engines import Engine, given
from tests.spec.table import rows

TABLES = {
    "Returns": r"""
| amount          | divided by      | gives         | why                                |
|-----------------|-----------------|---------------|------------------------------------|
| 568276195       | 260000000       | 2.1857        | four digits behind the point       |
| 5               | 5               | 1.0000        | zeros are kept                     |
| 1               | 3               | 0.3333        | rounded down                       |
| 2               | 3               | 0.6667        | rounded up                         |
| 0.01            | 200             | 0.0001        | half of the last digit: rounded up |
| 0.99            | 20000           | 0.0000        | less than half of it: down         |
| -2              | 3               | -0.6667       | a loss is rounded like a gain      |
| -0.01           | 200             | -0.0001       | half of the last digit too         |
| 4500151.50      | 3000001.00      | 1.5000        | a hair less than half of it        |
| 4500151.51      | 3000001.00      | 1.5001        | a hair more                        |
| 0               | 5               | 0.0000        | zero is a value                    |
| 5               | 0               | null          | nothing was spent                  |
| 0               | 0               | null          | likewise                           |
| 999999999.99    | 10              | 99999999.9990 | eight digits in front at most      |
| 1000000000      | 10              | null          | nine digits                        |
| 199999999999.98 | 0.01            | null          | a figure that nobody can mean      |
| 99999999999.99  | 199999999999.98 | 0.5000        | the greatest amounts               |
""",
}


# The greatest figures that silver takes, and the greatest that decimal(18, 2) holds, as sums of many movies may be.
GREATEST_FIGURE = Decimal("199999999999.98")
GREATEST = [GREATEST_FIGURE, Decimal("9999999999999999.99")]
SHAPES = [(12, 4), (5, 2), (12, 6)]
BORDERS = 200


def divided(engine: Engine, pairs: list[tuple[str, str]], **options: int) -> list[str]:
    """Each first amount by each second one, as text; `null` where there is no answer."""
    ratio = engine.macro["ratio"]("cast(amount as decimal(18, 2))", "cast(divisor as decimal(18, 2))", **options)
    found = engine.rows(f"select cast({ratio} as varchar) from {given('amount, divisor', pairs)} order by place")
    return [value or "null" for (value,) in found]


@pytest.mark.parametrize("name", TABLES)
def test_ratios(engine: Engine, name: str) -> None:
    cases = {(case["amount"], case["divided by"]): case["gives"] for case in rows(TABLES[name])}
    assert dict(zip(cases, divided(engine, list(cases)), strict=True)) == cases


@pytest.mark.parametrize("greatest", GREATEST)
@pytest.mark.parametrize(("precision", "scale"), SHAPES)
def test_ratio_is_exact(engine: Engine, greatest: Decimal, precision: int, scale: int) -> None:
    figures = amounts(greatest)
    compare(engine, list(product(figures, figures)), precision, scale)


@pytest.mark.parametrize("greatest", GREATEST)
@pytest.mark.parametrize(("precision", "scale"), SHAPES)
def test_ratio_is_exact_beside_a_half_of_its_last_digit(
    engine: Engine, greatest: Decimal, precision: int, scale: int
) -> None:
    random = Random(1927)
    compare(engine, [beside_a_half(random, greatest, scale) for _ in range(BORDERS)], precision, scale)


def compare(engine: Engine, pairs: list[tuple[Decimal, Decimal]], precision: int, scale: int) -> None:
    as_text = [(str(amount), str(divisor)) for amount, divisor in pairs]
    expected = [exact(amount, divisor, precision, scale) for amount, divisor in pairs]
    found = divided(engine, as_text, precision=precision, scale=scale)
    assert dict(zip(as_text, found, strict=True)) == dict(zip(as_text, expected, strict=True))


def amounts(greatest: Decimal) -> list[Decimal]:
    """The edges, and amounts of every number of digits, the same at each call."""
    cents, random = int(greatest * 100), Random(1895)
    edges = [0, 1, -1, 2, 3, -7, 15, 10**4, 20_000, cents, cents - 1, -cents]
    digits = range(2, len(str(cents)))
    return [Decimal(each) / 100 for each in [*edges, *(random.randrange(10**size) for size in digits for _ in "ab")]]


def beside_a_half(random: Random, greatest: Decimal, scale: int) -> tuple[Decimal, Decimal]:
    """
    A pair whose quotient lies less than 0.000001 of its last digit below or above a half of it, or on it.

    In cents, `amount * 2 * 10**scale` is `divisor * odd - left`: for a divisor that has no factor in common with
    `2 * 10**scale`, any small `left` has such an odd number.
    """
    whole, cents = 2 * 10**scale, int(greatest * 100)
    divisor = random.randrange(10**7, min(10**12, cents // 10)) * 10 + random.choice([1, 3, 7, 9])
    left = random.choice([1, -1, 3, -3])
    odd = left * pow(divisor, -1, whole) % whole + whole * random.randrange(3)
    amount = (divisor * odd - left) // whole
    if amount > cents or random.random() < 0.2:
        divisor, amount = whole * 7, 7 * odd
    return Decimal(random.choice([amount, -amount])) / 100, Decimal(divisor) / 100


def exact(amount: Decimal, divisor: Decimal, precision: int, scale: int) -> str:
    """The ratio worked out in whole numbers of any size."""
    if divisor <= 0:
        return "null"
    units = floor(abs(Fraction(amount) / Fraction(divisor)) * 10**scale + Fraction(1, 2))
    if units >= 10**precision:
        return "null"
    return str(Decimal(units if amount >= 0 or not units else -units).scaleb(-scale))
