"""Where the parts of a chart stand, in its own units; the templates only draw them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

WIDTH, HEIGHT = 760, 300
# Of the plot: where it begins behind the figures of its scale, where it ends, and the room above and below it.
START, END, TOP, BOTTOM = 64, WIDTH - 24, 12, 32
# Names below a chart, as many as do not touch.
NAMES = 14


@dataclass(frozen=True)
class Bar:
    """`label` is what a pointer over it is told."""

    x: float
    y: float
    width: float
    height: float
    label: str
    below_zero: bool


@dataclass(frozen=True)
class Columns:
    """One bar a known value; `left` and `below` are the scales: a place and its text."""

    bars: list[Bar]
    unknown: list[float]
    left: list[tuple[float, str]]
    below: list[tuple[float, str]]
    zero: float
    described: str
    width: int = WIDTH
    height: int = HEIGHT
    start: int = START
    end: int = END


def columns(values: Sequence[tuple[str, Decimal | None]], shown: Callable[[float | Decimal], str]) -> Columns:
    """A chart of named values in their order, at least one of them known; where there is room, others are `unknown`."""
    known = [float(value) for _, value in values if value is not None]
    ticks = steps(min(0.0, *known), max(0.0, *known))
    place = line_through(ticks[0], HEIGHT - BOTTOM, ticks[-1], TOP)
    wide = (END - START) / len(values)
    middles = [START + wide * (number + 0.5) for number in range(len(values))]
    each = ceil(len(values) / NAMES)
    return Columns(
        bars=[
            bar(middle, wide, place(0), place(float(value)), f"{name}: {shown(value)}")
            for middle, (name, value) in zip(middles, values, strict=True)
            if value is not None
        ],
        unknown=[middle for middle, (_, value) in zip(middles, values, strict=True) if value is None and each == 1],
        left=[(place(tick), shown(tick)) for tick in ticks],
        below=[(middle, name) for middle, (name, _) in list(zip(middles, values, strict=True))[::each]],
        zero=place(0),
        described=described(values, shown),
    )


def bar(middle: float, wide: float, zero: float, end: float, label: str) -> Bar:
    """A bar between zero and its value, at least a hair high."""
    width, height = round(wide * 0.8, 2), max(abs(zero - end), 1)
    return Bar(round(middle - width / 2, 2), round(min(zero, end), 2), width, round(height, 2), label, end > zero)


def described(values: Sequence[tuple[str, Decimal | None]], shown: Callable[[float | Decimal], str]) -> str:
    """The lowest and highest value, for who cannot see them."""
    known = [(value, name) for name, value in values if value is not None]
    (low, lowest), (high, highest) = min(known), max(known)
    unknown = len(values) - len(known)
    missing = f"; {unknown} unknown" if unknown else ""
    return f"from {shown(low)} ({lowest}) to {shown(high)} ({highest}){missing}"


def steps(low: float, high: float) -> list[float]:
    """
    Four to eight round figures that span two others.

    >>> steps(0, 1.7e9)
    [0.0, 500000000.0, 1000000000.0, 1500000000.0, 2000000000.0]
    >>> steps(-0.3, 1)
    [-0.5, 0.0, 0.5, 1.0]
    """
    rough = ((high - low) or 1) / 4
    ten = 10.0 ** floor(log10(rough))
    step = next(size * ten for size in (1, 2, 5, 10) if size * ten >= rough)
    first, last = floor(low / step), max(ceil(high / step), floor(low / step) + 1)
    return [round(number * step, 10) for number in range(first, last + 1)]


def line_through(value: float, place: float, other_value: float, other_place: float) -> Callable[[float], float]:
    """
    A scale: the place of each value.

    >>> line_through(0, 100, 10, 0)(2.5)
    75.0
    """
    rate = (other_place - place) / (other_value - value)
    return lambda each: round(place + (each - value) * rate, 2)
