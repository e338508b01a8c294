"""A run that ends at a step: a call of a function, before or after which something happens."""

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any
from unittest.mock import patch

import pytest


class Interrupted(BaseException):
    """Ends a run in this process where a kill would: nothing of the command takes it for an error."""


@contextmanager
def interrupted_at(step: str, when: str, time: int) -> Iterator[None]:
    """What runs within ends at this step; unlike a kill, this leaves clean-up to Python."""

    def interrupt() -> None:
        raise Interrupted

    with interrupting(interrupt, step, when, time), pytest.raises(Interrupted):
        yield


def interrupting(interrupt: Callable[[], object], step: str, when: str, time: int) -> Any:
    """A patch that interrupts before or after the given call (from 1) of a function, `module:attribute`."""
    module, _, attribute = step.partition(":")
    *owners, name = attribute.split(".")
    owner: Any = importlib.import_module(module)
    for each in owners:
        owner = getattr(owner, each)
    original, calls = getattr(owner, name), count(1)

    def interrupted(*args: Any, **kwargs: Any) -> Any:
        if next(calls) != time:
            return original(*args, **kwargs)
        if when == "before":
            interrupt()
        answer = original(*args, **kwargs)
        if when == "after":
            interrupt()
        return answer

    return patch.object(owner, name, interrupted)
