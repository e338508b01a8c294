"""A JSON document that comes in piece by piece: strict, in bounded memory, numbers as they are written.

Of the parsers for Python only the standard library's can leave numbers alone. An item is taken once what must follow it
has been seen, so a number or an array that is cut by the end of a piece is never mistaken for a whole one.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn

from ingest.common.errors import BadFile
from ingest.readers.batch import MAX_RECORD_BYTES

SPACE = re.compile(r"[ \t\n\r]*")
THE_ARRAY = "deliver the array of objects itself, or one object a line"
THE_KEY = "say under 'records' in the contract which key holds them"
TOO_DEEP = "nested too deep for data about movies"


class NotJson(ValueError):
    """NaN and Infinity, which the standard library would let through."""


def no_constant(name: str) -> NoReturn:
    raise NotJson(f"{name} is not JSON; deliver null")


# Objects become tuples of pairs, so that a key that is there twice is still there twice.
DECODER = json.JSONDecoder(object_pairs_hook=tuple, parse_int=str, parse_float=str, parse_constant=no_constant)
# Public in all but the type stubs; raw_decode would wrap every one of a million calls in another.
SCAN = DECODER.scan_once  # type: ignore[attr-defined]

Match = Callable[[str, int], re.Match[str] | None]


class Trouble(NamedTuple):
    """Where and why items stop, which may only mean that the text has to go on."""

    position: int
    message: str


@dataclass(frozen=True)
class Items:
    """Consecutive items; item i is `text[starts[i]:ends[i]]`, and the first has number `first` (from 1)."""

    values: list[Any]
    text: str
    starts: list[int]
    ends: list[int]
    first: int


def skip_space(text: str, position: int) -> int:
    found = SPACE.match(text, position)
    return found.end() if found else position


class Document:
    """Text of a document that has arrived and is not read yet, and how much is behind it."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self.pieces = pieces
        self.text = ""
        self.at = 0
        self.complete = False
        self.lines_gone = 0
        self.items_gone = 0

    def grow(self) -> None:
        """Lets go of what is read, and takes in the next piece."""
        self.lines_gone += self.text.count("\n", 0, self.at)
        piece = next(self.pieces, "")
        self.complete = not piece
        # A line end more is harmless, and gives the last of the JSON Lines the end that it may lack.
        self.text = self.text[self.at :] + (piece or "\n")
        self.at = 0

    def peek(self) -> str:
        """Next character that is not a space, which becomes the place to go on; empty at the end."""
        while True:
            self.at = skip_space(self.text, self.at)
            if self.at < len(self.text) or self.complete:
                return self.text[self.at : self.at + 1]
            self.grow()

    def line_at(self, position: int) -> int:
        """Number of the line of a position in the text; of the last line that says anything for one behind it."""
        return 1 + self.lines_gone + self.text.rstrip().count("\n", 0, position)

    def check_opening(self, opening: str, otherwise: str) -> None:
        """BadFile unless the next value starts so."""
        if self.peek() != opening:
            raise BadFile(f"line {self.line_at(self.at)}: {otherwise}; {THE_KEY}")

    def members(self) -> Iterator[str]:
        """Keys of the object that starts here; whoever is given one has to read its value before the next."""
        self.at += 1
        following = self.peek()
        while following != "}":
            self.expect('"', "a key is due here")
            key = self.scalar()
            self.expect(":", "a colon is due here")
            self.at += 1
            yield key
            following = self.peek()
            if following != "}":
                self.expect(",", "a comma or the end of the object is due here")
                self.at += 1
        self.at += 1

    def expect(self, character: str, due: str) -> None:
        if self.peek() != character:
            raise self.error(Trouble(self.at, due))

    def scalar(self) -> Any:
        """The next value, which has to be small enough to be held at once."""
        while True:
            self.peek()
            end = len(self.text)
            try:
                value, end = SCAN(self.text, self.at)
                trouble = Trouble(end, "a value is due here")
            except StopIteration as error:
                trouble = Trouble(error.value, "a value is due here")
            except json.JSONDecodeError as error:
                trouble = Trouble(error.pos, error.msg)
            except NotJson as error:
                raise BadFile(f"line {self.line_at(self.at)}: {error}") from None
            # What ends where the text does may go on.
            if end < len(self.text):
                self.at = end
                return value
            if self.complete or len(self.text) - self.at > MAX_RECORD_BYTES:
                raise self.error(trouble)
            self.grow()

    def items(self, following: Match, closing: Match | None) -> Iterator[Items]:
        """Items up to what closes them (None: the end of the file), which is read too."""
        while self.peek():
            items = Items([], self.text, [], [], self.items_gone + 1)
            trouble = self.take(items, following, closing)
            self.items_gone += len(items.values)
            yield items
            if trouble is None:
                return
            if self.at < len(self.text):
                if self.complete or len(self.text) - self.at > MAX_RECORD_BYTES:
                    raise self.error(trouble)
                self.grow()
        if closing:
            raise BadFile(f"line {self.line_at(self.at)}: the file ends before its array does; deliver it again")

    def take(self, items: Items, following: Match, closing: Match | None) -> Trouble | None:
        """Takes every item that is surely whole; says where it had to stop, if not at the close."""
        text, at = self.text, self.at
        values, starts, ends = items.values, items.starts, items.ends
        try:
            while True:
                value, end = SCAN(text, at)
                after = following(text, end)
                last = closing(text, end) if after is None and closing else None
                stop = after or last
                if stop is None:
                    due = "a comma or the end of the array is due here" if closing else THE_ARRAY
                    return Trouble(skip_space(text, end), due)
                values.append(value)
                starts.append(at)
                ends.append(end)
                at = stop.end()
                if last:
                    return None
        except StopIteration as error:
            comma = error.value == at and text.startswith("]", at)
            return Trouble(error.value, "a comma too many" if comma else "a value is due here")
        except json.JSONDecodeError as error:
            return Trouble(error.pos, error.msg)
        except NotJson as error:
            raise BadFile(f"line {self.line_at(at)}: {error}") from None
        except RecursionError:
            raise BadFile(f"line {self.line_at(at)}: {TOO_DEEP}") from None
        finally:
            self.at = at

    def error(self, trouble: Trouble) -> BadFile:
        where = f"line {self.line_at(trouble.position)}, item {self.items_gone + 1}"
        if trouble.position < len(self.text.rstrip()) and not trouble.message.startswith("Unterminated string"):
            return BadFile(f"{where}: not JSON ({trouble.message}); mend it")
        if self.complete:
            return BadFile(f"{where}: the file ends in the middle of it; deliver it again")
        return BadFile(f"{where}: larger than {MAX_RECORD_BYTES >> 20} MB; {THE_ARRAY}")
