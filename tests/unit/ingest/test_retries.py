"""How often and how long something is tried again; what must be looked at before is in test_intake.py."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from ingest.common.retries import CONTENDED_ATTEMPTS, UNANSWERED_PAUSES, contended, unanswered


class Quicker(Exception):
    pass


class Silent(Exception):
    pass


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    pauses: list[float] = []
    monkeypatch.setattr("tenacity.nap.time", SimpleNamespace(sleep=pauses.append))
    return pauses


def failing(*errors: type[Exception]) -> Callable[[], str]:
    """Fails with each of the errors, then works."""
    left = list(errors)

    @unanswered(Silent)
    @contended(Quicker)
    def work() -> str:
        if left:
            raise left.pop(0)
        return "done"

    return work


def test_others_may_be_quicker_many_times(pauses: list[float]) -> None:
    assert failing(*[Quicker] * (CONTENDED_ATTEMPTS - 1))() == "done"
    assert len(pauses) == CONTENDED_ATTEMPTS - 1 and max(pauses) <= 1
    with pytest.raises(Quicker):
        failing(*[Quicker] * CONTENDED_ATTEMPTS)()


def test_a_missing_answer_is_waited_for_a_few_times(pauses: list[float]) -> None:
    assert failing(Silent, Silent, Silent)() == "done"
    assert pauses == list(UNANSWERED_PAUSES)
    with pytest.raises(Silent):
        failing(*[Silent] * (len(UNANSWERED_PAUSES) + 1))()


def test_both_in_turn(pauses: list[float]) -> None:
    assert failing(Quicker, Silent, Quicker, Quicker, Silent, Silent)() == "done"
    assert [pause for pause in pauses if pause in UNANSWERED_PAUSES] == list(UNANSWERED_PAUSES)
    with pytest.raises(Silent):
        failing(Silent, Quicker, Silent, Silent, Quicker, Silent)()


def test_anything_else_is_raised_at_once(pauses: list[float]) -> None:
    with pytest.raises(KeyError):
        failing(KeyError)()
    assert pauses == []
