"""The command in processes of its own, that can be killed at a step, run out of room, or run side by side.

They are forked from a server that is ready to go (see warm.py), which spares each of them several seconds.
"""

import json
import multiprocessing
import os
import resource
import signal
from collections.abc import Callable
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.journey.interrupted import interrupting
from tests.journey.support import Result, call

SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(["tests.journey.warm"])
KILLED = -signal.SIGKILL
# A child takes a few; a disk that is busy with others has kept one waiting for a minute.
SECONDS = 300

Prepare = Callable[[], object]


class Child:
    """One run of the command in a process of its own; `answer` is where it leaves its result."""

    def __init__(self, answer: Path, arguments: list[str], prepare: Prepare | None = None) -> None:
        self.answer = answer
        self.process: BaseProcess = SERVER.Process(target=live, args=(answer, arguments, prepare))
        self.process.start()

    def end(self) -> int | None:
        """Exit code of the process; negative when a signal ended it."""
        self.process.join(SECONDS)
        return self.process.exitcode

    def result(self) -> Result:
        assert self.end() == 0
        return Result(**json.loads(self.answer.read_text()))


def live(answer: Path, arguments: list[str], prepare: Prepare | None) -> None:
    if prepare:
        prepare()
    result = call(*arguments)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    answer.write_text(json.dumps(vars(result)))


def kill_at(step: str, when: str, time: int) -> None:
    """Makes this process kill itself at a step."""
    interrupting(partial(os.kill, os.getpid(), signal.SIGKILL), step, when, time).start()


def no_room_for_files_above(size: int) -> None:
    """Lets the system refuse to make any file larger, as a full disk does."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def killed_at(answer: Path, arguments: list[str], step: str, when: str, time: int) -> Child:
    return Child(answer, arguments, partial(kill_at, step, when, time))
