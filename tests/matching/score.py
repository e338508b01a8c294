"""Precision, recall and F1 of what was found."""

from collections.abc import Iterable
from dataclasses import dataclass

from tests.matching.matched import Outcome


@dataclass(frozen=True)
class Score:
    """Pairs that are the same movie, pairs found, and how many of these are right."""

    same: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.found

    @property
    def recall(self) -> float:
        return self.right / self.same

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.same + self.found)


def score(outcome: Outcome) -> Score:
    return Score(len(outcome.labelled.same), len(outcome.found), len(outcome.right))


def total(scores: Iterable[Score]) -> Score:
    """All sets together: each is matched by itself, the counts are added."""
    each = list(scores)
    return Score(sum(one.same for one in each), sum(one.found for one in each), sum(one.right for one in each))
