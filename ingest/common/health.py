"""How a service is, in a small file: its health check is another process.

`python -m ingest.common.health` is that check; exit code 0 means that the service is well. It runs every few seconds,
so this module imports nothing that takes long.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import NoReturn

# One service a container, and each has a /tmp of its own.
HEALTH_FILE = Path("/tmp/movies-health.json")
REST_SECONDS = 30.0


class Health:
    """What the service says of itself; good only for a while, so that one that hangs turns bad by itself."""

    def __init__(self, path: Path = HEALTH_FILE) -> None:
        self.path = path
        self.is_good = False
        self.state = "has not looked at what there is yet"
        self.write(0)

    def good(self, seconds: float) -> None:
        """All is well, and there will be word again within so many seconds."""
        self.is_good, self.state = True, "good"
        self.write(seconds)

    def busy(self, seconds: float) -> None:
        """Work that was begun in good health goes on."""
        if self.is_good:
            self.write(seconds)

    def waits(self, reason: str, seconds: float) -> None:
        """
        Another service is away, and this one goes on by itself once that is back: it stays as well as it was.

        `docker compose up --wait` gives up on whatever depends on an unhealthy service, and so would not mend this.
        """
        self.state = f"waits: {reason}"
        self.write(seconds)

    def bad(self, reason: str) -> None:
        """Something is wrong with this service, or with what it was given, that only a person can mend."""
        self.is_good, self.state = False, reason
        self.write(0)

    def rests(self) -> NoReturn:
        """Well for ever: another program does the work of this service."""
        while True:
            self.good(2 * REST_SECONDS)
            time.sleep(REST_SECONDS)

    def write(self, seconds: float) -> None:
        now = time.time()
        told = {"state": self.state, "at": now, "good_until": now + seconds if self.is_good else None}
        new = self.path.with_name(f"{self.path.name}.new")
        new.write_text(json.dumps(told))
        os.replace(new, self.path)


def look(path: Path) -> tuple[bool, str]:
    """Whether the service that writes this file is well, and what it says of itself."""
    try:
        told = json.loads(path.read_text())
    except FileNotFoundError:
        return False, f"{path}: no service has written this file; is it running?"
    age, good_until = time.time() - told["at"], told["good_until"]
    if good_until is not None and time.time() > good_until:
        return False, f"no word for {age:.0f} s; see the service's log"
    return good_until is not None, f"{told['state']} (said {age:.0f} s ago)"


def main(path: Path = HEALTH_FILE) -> int:
    """Prints how the service is; gives the exit code."""
    is_well, told = look(path)
    print(told)
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
