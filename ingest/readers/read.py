"""The way in for all that reads a delivery: loading, a dry run, a sample of a new provider."""

from collections.abc import Iterator

import pyarrow.compute as pc

from ingest.common.errors import BadFile
from ingest.contracts.table import Table
from ingest.readers.batch import Batch, Findings, Source
from ingest.readers.json_process import parse_in_process
from ingest.readers.parse import parse

# Below this the new process takes longer to start than it saves.
LARGE_BYTES = 32 << 20
# What silver takes for a title and for a year (dbt/macros/values); it rejects a row without both.
SPACE = r"[\x09-\x0d\x20\x{85}\x{a0}]"
TITLE = "[^" + SPACE[1:]
YEAR = rf"\A{SPACE}*\+?0*(18[7-9][0-9]|19[0-9]{{2}}|20[0-9]{{2}}|2100)(\.0*)?{SPACE}*\z"


def read(source: Source, table: Table, findings: Findings) -> Iterator[Batch]:
    """Rows of a delivery, as its contract says; BadFile, at the end too, when it is not what it claims to be.

    That is so of a delivery of which not one record can be read, or not one used, however small it is. What was met
    besides rows goes into `findings`, which are complete once the rows are used up.
    """
    rows, usable = 0, False
    for batch in parsed(source, table, findings):
        rows += len(batch.lines)
        usable = usable or names_a_movie(batch, table)
        yield batch
    if findings.malformed and not rows:
        first, count = findings.malformed[0], len(findings.malformed)
        raise BadFile(f"line {first.line}: {first.reason}; none of {count} record(s) can be read; mend the file")
    if rows and not usable:
        title, year = table.key
        raise BadFile(
            f"no row has both a title in {title!r} and a year from 1870 to 2100 in {year!r}, so that none of {rows} "
            "can be used; deliver both"
        )


def parsed(source: Source, table: Table, findings: Findings) -> Iterator[Batch]:
    if table.format == "json" and source.size >= LARGE_BYTES:
        yield from parse_in_process(source, table, findings)
    else:
        with source.open() as stream:
            yield from parse(stream, table, source.name, findings)


def names_a_movie(batch: Batch, table: Table) -> bool:
    """Whether silver can use any of the rows."""
    title, year = (
        pc.match_substring_regex(batch.columns[name], pattern)
        for name, pattern in zip(table.key, (TITLE, YEAR), strict=True)
    )
    return bool(pc.any(pc.and_(title, year)).as_py())
