"""Reads a large JSON delivery in a process of its own: Python reads its text on one core, and others want to work too.

Only reading is done there. Whatever happens to that process, nothing has been written.
"""

import gc
import pickle
import subprocess
import sys
from collections.abc import Iterator

from ingest.bronze.archive import Archive
from ingest.common.errors import BadFile, MoviesError
from ingest.contracts.table import Table
from ingest.readers.batch import Batch, Findings
from ingest.readers.read import read

# Below this the new process takes longer to start than it saves.
LARGE_BYTES = 32 << 20
# Room for a batch, so that reading goes on while the one before is written.
PIPE_BYTES = 1 << 20


def read_archived(
    archive: Archive, location: str, size: int, table: Table, name: str, findings: Findings
) -> Iterator[Batch]:
    """Rows of an archived delivery, as `ingest.readers.read.read` gives them; BadFile like there."""
    if table.format == "json" and size >= LARGE_BYTES:
        yield from read_aside(archive, location, table, name, findings)
    else:
        with archive.open(location) as stream:
            yield from read(stream, table, name, findings)


def read_aside(archive: Archive, location: str, table: Table, name: str, findings: Findings) -> Iterator[Batch]:
    """The same, read by another process; MoviesError when that process comes to an end before the delivery does."""
    command = [sys.executable, "-m", "ingest.readers.json_process"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pipesize=PIPE_BYTES) as reader:
        assert reader.stdin and reader.stdout
        try:
            pickle.dump((archive, location, table, name), reader.stdin)
            reader.stdin.close()
            while isinstance(message := pickle.load(reader.stdout), Batch):
                yield message
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            raise MoviesError(f"{name}: the process that read it was ended; nothing was loaded, run again") from None
        finally:
            reader.kill()
    if isinstance(message, Exception):
        raise message
    findings.malformed.extend(message.malformed)
    findings.unexpected.extend(message.unexpected)


def main() -> None:
    """The other process: a delivery's place comes in, batches go out, and last its findings or what went wrong."""
    gc.disable()  # millions of small objects, none of them in a cycle
    archive, location, table, name = pickle.load(sys.stdin.buffer)
    findings = Findings()
    try:
        with archive.open(location) as stream:
            for batch in read(stream, table, name, findings):
                pickle.dump(batch, sys.stdout.buffer)
        pickle.dump(findings, sys.stdout.buffer)
    except (BadFile, OSError) as error:
        pickle.dump(error, sys.stdout.buffer)


if __name__ == "__main__":
    main()
