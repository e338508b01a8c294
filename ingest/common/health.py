"""How a service is, in a small file: its health check is another process.

`python -m ingest.common.health` is that check; exit code 0 means that the service is well. It runs every few seconds,
so this module imports nothing that takes long.
"""

import json
import os
import sys
import time
from pathlib import Path

# One service a container, and each has a /tmp of its own.
HEALTH_FILE = Path("/tmp/movies-health.json")


class Health:
    """What the service says of itself; good only for a while, so that one that hangs turns bad by itself."""

    def __init__(self, path: Path = HEALTH_FILE) -> None:
        self.path = path
        self.is_good = False
        self.write("has not looked at what there is yet", 0)

    def good(self, seconds: float) -> None:
        """All is well, and there will be word again within so many seconds."""
        self.is_good = True
        self.write("good", seconds)

    def busy(self, seconds: float) -> None:
        """Work that was begun in good health goes on."""
        if self.is_good:
            self.good(seconds)

    def bad(self, reason: str) -> None:
        """Something is wrong that tries have not mended; they go on."""
        self.is_good = False
        self.write(reason, 0)

    def write(self, state: str, seconds: float) -> None:
        new = self.path.with_name(f"{self.path.name}.new")
        new.write_text(json.dumps({"state": state, "at": time.time(), "good_until": time.time() + seconds}))
        os.replace(new, self.path)


def complaint(path: Path) -> str | None:
    """What is wrong with the service that writes this file; None when it is well."""
    try:
        told = json.loads(path.read_text())
    except FileNotFoundError:
        return f"{path}: no service has written this file; is it running?"
    age = time.time() - told["at"]
    if told["state"] != "good":
        return f"{told['state']} (said {age:.0f} s ago)"
    return None if time.time() <= told["good_until"] else f"no word for {age:.0f} s; see the service's log"


def main(path: Path = HEALTH_FILE) -> int:
    """Prints how the service is; gives the exit code."""
    wrong = complaint(path)
    print(wrong or "good")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
