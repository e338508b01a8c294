"""How the `movies` command ends when it is stopped: Ctrl-C is one line and exit 130, a closed pipe is no error."""

import io
import os
import signal
import sys
from contextlib import suppress
from typing import Any

INTERRUPTED = 130


class Unheard(io.FileIO):
    """Output that nobody has to read to its end: after `movies run ... | head -1` the job is done all the same."""

    def write(self, data: Any) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            return len(data)


def prepare() -> None:
    """What a process of its own needs, before it does anything else."""
    # In the background of a script, Ctrl-C is not meant for it.
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, leave)
    sys.stdout, sys.stderr = unheard(sys.stdout), unheard(sys.stderr)


def leave(*_: object) -> None:
    """Ends at once, as after a crash: whatever is half done is completed by the next command."""
    with suppress(Exception):
        sys.stdout.flush()
    with suppress(OSError):
        os.write(2, b"movies: interrupted; what was done stays, and the same command does the rest\n")
    os._exit(INTERRUPTED)


def unheard(stream: Any) -> Any:
    if stream is None:  # closed before we were called
        return open(os.devnull, "w")
    raw = Unheard(stream.fileno(), "w", closefd=False)
    at_once = stream.line_buffering or stream.write_through
    return io.TextIOWrapper(io.BufferedWriter(raw), stream.encoding, stream.errors, line_buffering=at_once)
