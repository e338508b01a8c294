"""Reads a large JSON delivery in a process of its own: Python reads its text on one core, and others want to work too.

Only reading is done there. Whatever happens to that process, nothing has been written.
"""

import gc
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator

from ingest.common.errors import BadFile, MoviesError
from ingest.contracts.table import Table
from ingest.readers.batch import Batch, Findings, Source
from ingest.readers.parse import parse

# Room for a batch, so that reading goes on while the one before is written.
PIPE_BYTES = 1 << 20


def parse_in_process(source: Source, table: Table, findings: Findings) -> Iterator[Batch]:
    """What `parse` gives; MoviesError when the other process comes to an end before the delivery does."""
    command = [sys.executable, "-m", "ingest.readers.json_process"]
    # In a group of its own, since Ctrl-C on a terminal is for the command; it ends with what it writes to.
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pipesize=PIPE_BYTES, process_group=0
    ) as reader:
        assert reader.stdin and reader.stdout
        try:
            pickle.dump((source, table), reader.stdin)
            reader.stdin.close()
            while isinstance(message := pickle.load(reader.stdout), Batch):
                yield message
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            problem = "the process that read it was ended; nothing was loaded, run again"
            raise MoviesError(f"{source.name}: {problem}") from None
        finally:
            reader.kill()
    if isinstance(message, Exception):
        raise message
    findings.malformed.extend(message.malformed)
    findings.unexpected.extend(message.unexpected)


def main() -> None:
    """The other process: a delivery comes in, batches go out, and last its findings or what went wrong."""
    gc.disable()  # millions of small objects, none of them in a cycle
    source, table = pickle.load(sys.stdin.buffer)
    findings = Findings()
    try:
        with source.open() as stream:
            for batch in parse(stream, table, source.name, findings):
                pickle.dump(batch, sys.stdout.buffer)
        pickle.dump(findings, sys.stdout.buffer)
        sys.stdout.flush()
    except BrokenPipeError:
        os._exit(1)
    except (BadFile, OSError) as error:
        pickle.dump(error, sys.stdout.buffer)


if __name__ == "__main__":
    main()
