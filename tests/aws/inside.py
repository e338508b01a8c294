"""The process of a function: Lambda's entry point, without shared memory as there, hanging where a test wants it."""

import errno
import os
import runpy
import time
from pathlib import Path
from unittest.mock import patch

from tests.aws.sandbox import HANG_AT, HUNG
from tests.journey.interrupted import interrupting


class NoSemLock:
    """What locks between processes are made of, as it is without /dev/shm."""

    SEM_VALUE_MAX = 1

    def __init__(self, *_: object) -> None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))


def hang() -> None:
    Path(os.environ[HUNG]).touch()
    time.sleep(600)


if __name__ == "__main__":
    patch("_multiprocessing.SemLock", NoSemLock).start()
    if step := os.environ.get(HANG_AT):
        interrupting(hang, step, "after", 1).start()
    runpy.run_module("awslambdaric", run_name="__main__", alter_sys=True)
