"""Critics against audience: where movies, and the names of those that are far off, stand."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import floor, sqrt
from typing import Any

from movies_lakehouse.outputs.pages.formats import cut, figure, isolated, visible
from movies_lakehouse.outputs.report.charts import BOTTOM, END, START, TOP, WIDTH, line_through
from movies_lakehouse.outputs.status import Rows

HEIGHT = 460
# Names beside the plot are cut, and stand at least a line apart.
NAME_LENGTH, LINE = 32, 15
# A circle of one movie; the one of the largest group.
SMALL, LARGE = 4.0, 4.5

Scale = Callable[[float], float]


@dataclass(frozen=True)
class Spot:
    x: float
    y: float
    radius: float
    label: str


@dataclass(frozen=True)
class Name:
    """A movie that is far off, and where its name stands."""

    x: float
    y: float
    text_x: float
    text_y: float
    anchor: str
    text: str
    label: str
    critics_higher: bool


@dataclass(frozen=True)
class Scatter:
    """`agree` is the line on which a tenth of the critics' percentage is the audience's score."""

    spots: list[Spot]
    names: list[Name]
    left: list[tuple[float, str]]
    below: list[tuple[float, str]]
    agree: tuple[tuple[float, float], tuple[float, float]]
    described: str
    width: int = WIDTH
    height: int = HEIGHT
    start: int = START
    end: int = END


def scatter(scores: Rows, critics: Rows, audience: Rows) -> Scatter:
    """The chart of at least one score; `critics` and `audience` are the movies that either likes much better."""
    across = lowest(row["critic_score_percentage"] / 10 for row in scores) * 10
    up = lowest(row["audience_average_score"] for row in scores)
    x, y = line_through(across, START + 8, 100, END - 8), line_through(up, HEIGHT - BOTTOM, 10, TOP)
    most = max(row["movies"] for row in scores)
    start = max(across, 10 * up)
    return Scatter(
        spots=[spot(row, x, y, most) for row in scores],
        names=names(critics, audience, x, y),
        left=[(y(score), f"{score}") for score in range(up, 11)],
        below=[(x(score), f"{score} %") for score in range(across, 101, 10)],
        agree=((x(start), y(start / 10)), (x(100), y(10))),
        described=f"{figure(sum(row['movies'] for row in scores))} movies; the table below names those farthest apart",
    )


def lowest(scores: Iterable[Decimal]) -> int:
    """Where a scale up to 10 begins, so that it has two steps at least."""
    return min(floor(min(scores)), 8)


def spot(row: dict[str, Any], x: Scale, y: Scale, most: int) -> Spot:
    """Its area goes by the number of movies."""
    radius = SMALL if most == 1 else max(LARGE * sqrt(row["movies"] / most), 0.6)
    return Spot(*place(row, x, y), round(radius, 2), told(row))


def place(row: dict[str, Any], x: Scale, y: Scale) -> tuple[float, float]:
    return x(float(row["critic_score_percentage"])), y(float(row["audience_average_score"]))


def told(row: dict[str, Any]) -> str:
    """What a movie, or a group of them, is told as."""
    title = row["movie_title"]
    who = f"{isolated(title)} ({row['release_year']})" if title is not None else f"{figure(row['movies'])} movies"
    about = "" if title is not None else "about "
    critics, audience = figure(row["critic_score_percentage"]), figure(row["audience_average_score"])
    return f"{who}: critics {about}{critics} %, audience {about}{audience} of 10"


def names(critics: Rows, audience: Rows, x: Scale, y: Scale) -> list[Name]:
    """Names from top to bottom, each towards the middle of the plot and none on another."""
    both = [(row, *place(row, x, y), higher) for rows, higher in ((critics, True), (audience, False)) for row in rows]
    both.sort(key=lambda each: each[2])
    found = []
    for (row, at, height, higher), line in zip(both, apart([each[2] + 4 for each in both]), strict=True):
        side, anchor = (-12, "end") if at > WIDTH / 2 else (12, "start")
        text = isolated(str(visible(cut(row["movie_title"], NAME_LENGTH))))
        found.append(Name(at, height, at + side, line, anchor, text, told(row), higher))
    return found


def apart(heights: list[float]) -> list[float]:
    """
    Heights in order moved down where they touch, and up where that goes below the plot.

    >>> apart([100, 104, 300])
    [100, 115, 300]
    >>> apart([420, 424])
    [409, 424]
    """
    free: list[float] = []
    for height in heights:
        free.append(max(height, free[-1] + LINE) if free else height)
    lowest_last = HEIGHT - BOTTOM - 4
    return [min(height, lowest_last - LINE * (len(free) - 1 - number)) for number, height in enumerate(free)]
