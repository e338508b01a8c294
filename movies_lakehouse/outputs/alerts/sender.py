"""Sends each problem once to each address, whatever restarts or receivers are down meanwhile."""

import hashlib
import json
import logging
from collections.abc import Sequence
from pathlib import Path

from apprise import Apprise, NotifyType

from ingest.common.errors import BadContract
from ingest.common.files import replaced
from movies_lakehouse.outputs.alerts.problems import Problem

TITLE = "Movies lakehouse"
# What it logs can have an address in it, and so a password.
logging.getLogger("apprise").disabled = True


def read_urls(path: Path) -> list[str]:
    """
    Addresses of a file, one a line, as Apprise writes them; empty lines and those that begin with # are none.

    BadContract when the file cannot be read, or a line is no address; it never tells the address, which is a secret.
    """
    try:
        lines = [line.strip() for line in path.read_text().splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise BadContract(f"{path}: the addresses for alerts cannot be read: {why}") from None
    for number, line in enumerate(lines, 1):
        if is_address(line) and not Apprise().add(line):
            raise BadContract(f"{path}, line {number}: this is no address that Apprise knows, such as json://host/path")
    return [line for line in lines if is_address(line)]


def is_address(line: str) -> bool:
    return bool(line) and not line.startswith("#")


class Sender:
    """`file` keeps what each address was sent, so that a restart sends nothing again."""

    def __init__(self, urls: Sequence[str], file: Path) -> None:
        self.urls, self.file = urls, file
        self.sent: dict[str, list[str]] = json.loads(file.read_text()) if file.exists() else {}

    def send(self, found: Sequence[Problem]) -> list[int]:
        """
        Send what an address was not sent yet; gives the numbers (from 1) of addresses that do not take it.

        A problem that is over is forgotten, so that it is sent again when it comes again.
        """
        now = {problem.event for problem in found}
        self.remember({of: [event for event in events if event in now] for of, events in self.sent.items()})
        return [number for number, url in enumerate(self.urls, 1) if not self.send_to(url, found)]

    def send_to(self, url: str, found: Sequence[Problem]) -> bool:
        of = hashlib.sha256(url.encode()).hexdigest()
        for problem in found:
            if problem.event not in self.sent.get(of, []):
                # The others would fail as well, and each takes seconds to do so.
                if not notify(url, problem.line):
                    return False
                self.remember(self.sent | {of: [*self.sent.get(of, []), problem.event]})
        return True

    def remember(self, sent: dict[str, list[str]]) -> None:
        """Kept after each one: a power failure sends one problem twice at most, and loses none."""
        if sent != self.sent:
            with replaced(self.file) as temporary:
                temporary.write_text(json.dumps(sent))
            self.sent = sent


def notify(url: str, line: str) -> bool:
    receiver = Apprise()
    receiver.add(url)
    return bool(receiver.notify(body=line, title=TITLE, notify_type=NotifyType.WARNING))
