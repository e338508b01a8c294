"""Tells a field of several lines from a quote that is only a sign, and swallows records up to the next such sign.

Both parse: `"Rolling Home,2002` and, lines later, `Vinyl 12",2005` make one record of the right width. But then each
line, taken by itself, is a record of that width too, and has a year where the year belongs. Text over several lines
hardly ever looks so, since its first and its last line share one record's fields between them.
"""

import re
from dataclasses import dataclass

YEAR = re.compile(rb"[^0-9]{0,3}(?:1[89]|20)[0-9]{2}(?![0-9])")
# Nothing, or what stands for it: \N, n/a, null, between quotes or not.
YEAR_OR_NONE = re.compile(YEAR.pattern + rb'|"?[^0-9]{0,4}"?\Z')
SWALLOWS = (
    "a quote that closes only lines later, behind what look like other records; "
    "if quotes are text here, say 'quoting: none' in the contract"
)


@dataclass(frozen=True)
class RecordForm:
    """How a line that is a record looks.

    Its number of fields, which of them is the year (None: none is), and whether a space may follow a delimiter.
    """

    width: int
    year: int | None
    delimiter: bytes
    spaced: bool = False

    def swallows(self, record: bytes, width: int) -> bool:
        """Whether a record of more than one line, parsed into `width` fields, is several records."""
        lines = record.splitlines()
        if width != self.width:
            # This is no row whatever it is, so one other record in it is reason enough to look at its lines again.
            return any(map(self.has_year, lines[1:]))
        if not (self.fits(lines[0]) and self.fits(lines[-1])):
            return False
        return any(map(self.has_year, lines)) and sum(map(self.fits, lines)) > len(lines) / 2

    def may_swallow(self, record: bytes) -> bool:
        """Whether a record of more than one line is several, were it parsed into as many fields as that takes."""
        return self.swallows(record, self.width) or self.swallows(record, 0)

    def fits(self, line: bytes) -> bool:
        """Whether a line has the fields of a record: in prose, a space follows a comma, and no year is where it is."""
        fields = line.split(self.delimiter)
        if len(fields) != self.width or (not self.spaced and any(field.startswith(b" ") for field in fields[1:])):
            return False
        return self.year is None or YEAR_OR_NONE.match(fields[self.year]) is not None

    def has_year(self, line: bytes) -> bool:
        """Whether a line has the fields of a record and a year, where records have one."""
        return self.fits(line) and (self.year is None or YEAR.match(line.split(self.delimiter)[self.year]) is not None)
