from decimal import Decimal
from itertools import pairwise
from typing import Any

from movies_lakehouse.outputs.report.scatter import HEIGHT, LINE, scatter


def score(title: str, critics: int, audience: str) -> dict[str, Any]:
    scores = {"critic_score_percentage": Decimal(critics), "audience_average_score": Decimal(audience)}
    return {"movie_title": title, "release_year": 2001, "movies": 1, **scores}


def test_equal_scores_lie_on_the_line() -> None:
    chart = scatter([score("A", 0, "0"), score("B", 100, "10")], [], [])
    assert chart.agree == ((chart.spots[0].x, chart.spots[0].y), (chart.spots[1].x, chart.spots[1].y))


def test_critics_go_to_the_right_and_audiences_up() -> None:
    chart = scatter([score("A", 50, "5"), score("B", 60, "6")], [], [])
    assert chart.spots[0].x < chart.spots[1].x and chart.spots[0].y > chart.spots[1].y


def test_names_of_one_place_stand_below_each_other_and_inside() -> None:
    same = [score(f"Movie {n}", 100, "0") for n in range(5)]
    chart = scatter([*same, score("A", 0, "10")], same, [])
    lines = [name.text_y for name in chart.names]
    assert [below - above for above, below in pairwise(lines)] == [LINE] * 4
    assert lines[-1] < HEIGHT - 30
    # At the right edge, so towards the middle.
    assert {name.anchor for name in chart.names} == {"end"}


def test_a_single_score_at_the_top_has_a_scale() -> None:
    chart = scatter([score("A", 100, "10")], [], [])
    assert [text for _, text in chart.left] == ["8", "9", "10"]
    assert [text for _, text in chart.below] == ["80 %", "90 %", "100 %"]


def test_a_long_name_is_cut_and_whole_in_its_tooltip() -> None:
    long = score("W" * 100, 100, "0")
    (name,) = scatter([long], [long], []).names
    assert len(name.text) < 40 and "W" * 100 in name.label
