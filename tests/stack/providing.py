"""A provider's side of the stack: files put into landing, and what became of them."""

import io
import time
from collections.abc import Callable
from itertools import count
from typing import Any

from minio import Minio

from movies_lakehouse.build.stack_build import await_build
from movies_lakehouse.lake.builds import newest_build
from movies_lakehouse.lake.stack import StackLake
from tests.journey.hostile_movies import FILES
from tests.journey.support import CRITIC
from tests.parity.deliveries import TABLES
from tests.stack.support import Stack

PATIENCE_SECONDS = 300
NUMBERS = count(1)
# In one file of put_movies.
MOVIES = 40
# Of no other movie.
HOSTILE_YEAR = "1925"


class Provider:
    """Puts files of its own into landing; their names begin with something that no other test uses."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.client: Minio = stack.s3("uploader")
        self.prefix = f"critic_agg_t{next(NUMBERS)}_"

    def put(self, name: str, *titles: str, folder: str = "critic_agg/") -> None:
        """A file of one movie a title, and one malformed record."""
        self.put_text(name, CRITIC + "".join(f"{title},2009,98,8.7,298\n" for title in titles) + "short\n", folder)

    def put_text(self, name: str, text: str, folder: str = "critic_agg/") -> None:
        data = text.encode()
        self.client.put_object("landing", f"{folder}{self.prefix}{name}", io.BytesIO(data), len(data))

    def put_movies(self) -> str:
        """A file of MOVIES new movies; gives what their titles begin with."""
        number = next(NUMBERS)
        start = f"Gold test {number} movie"
        # A name of its own: a file takes the place of an older one of its name.
        lines = "".join(f"{start} {n},2009,98,8.7,298\n" for n in range(MOVIES))
        self.put_text(f"movies_{number}.csv", CRITIC + lines)
        return start

    def pending(self) -> list[str]:
        keys = [str(entry.object_name) for entry in self.client.list_objects("landing", recursive=True)]
        return [key for key in keys if not key.startswith("quarantine/")]

    def refused(self, key: str) -> tuple[str, str]:
        """Bytes of a refused object, and the reason beside it."""
        names = (f"quarantine/{key}", f"quarantine/{key}.reason.txt")
        content, reason = (self.client.get_object("landing", name).read().decode() for name in names)
        return content, reason

    def wait(self) -> "Provider":
        wait_until(lambda: not self.pending())
        return self

    def rows(
        self, table: str = "critic_agg", columns: str = "_file, movie_title", order: str = "_loaded_at, _line"
    ) -> list[tuple[str, ...]]:
        """Rows that came of this provider's files, in their order; names without the prefix."""
        file = "_file" if table == "critic_agg" else "file"
        found = self.stack.sql(
            "analyst",
            f"select {columns} from bronze.{table} where strpos({file}, '{self.prefix}') = 1 order by {order}",
        )
        return [tuple(str(value).removeprefix(self.prefix) for value in row) for row in found]

    def deliveries(self) -> list[tuple[str, ...]]:
        return self.rows("deliveries", "file, status, rows, malformed_records", "loaded_at, file")

    def malformed(self) -> list[tuple[str, ...]]:
        return self.rows("malformed_records", "file, line", "file, line")


def wait_until(condition: Callable[[], object], patience_seconds: float = PATIENCE_SECONDS) -> None:
    give_up = time.monotonic() + patience_seconds
    while not condition():
        assert time.monotonic() < give_up, "it did not come to that"
        time.sleep(0.5)


def built(lake: StackLake) -> dict[str, Any]:
    """The newest build, once it is one of the bronze of now."""
    await_build(lake.trino, TABLES, lambda: None)
    build = newest_build(lake.trino)
    assert build
    return build


def deliver_what_is_refused(stack: Stack) -> None:
    """A value that is rejected and a file that goes into quarantine, both taken in."""
    provider = Provider(stack)
    provider.put_text("rejected.csv", CRITIC + "Rejected,2009,101,8.7,298\n")
    provider.put_text("quarantined.csv", "no,header\n")
    provider.wait()


def deliver_hostile_titles(stack: Stack) -> None:
    """The titles of tests.journey.hostile_movies, as HOSTILE_YEAR's, with what critics and audience think of them."""
    for table, suffix in (("critic_agg", "csv"), ("audience_pulse", "json")):
        text = str(FILES[table][f"{table}.{suffix}"]).replace("2001", HOSTILE_YEAR).encode()
        name = f"{table}/{table}_hostile.{suffix}"
        stack.s3("uploader").put_object("landing", name, io.BytesIO(text), len(text))
