"""A new provider as it is guessed from a sample: what its contract, its staging model and its descriptions say."""

from dataclasses import dataclass

from ingest.contracts.table import PACKED, fold
from movies_lakehouse.lake.columns import unlike
from movies_lakehouse.new_provider.kinds import AMOUNT, Kind, kind_of
from movies_lakehouse.new_provider.movie_columns import movie_columns
from movies_lakehouse.new_provider.names import column_names
from movies_lakehouse.new_provider.sample import Layout, Sample
from movies_lakehouse.new_provider.values import named, year_in_dates

TITLE, YEAR = "Title as the provider prints it.", "Year of first release."


@dataclass(frozen=True)
class Column:
    """A column besides title and year: its names as delivered, in bronze and above, and what it holds."""

    header: str
    name: str
    typed_name: str
    kind: Kind


@dataclass(frozen=True)
class Draft:
    """A provider of one table, of the same name."""

    name: str
    files: str
    layout: Layout
    names: dict[str, str]
    title: str
    year: str
    # The column that the year gets into, and what takes it out of the dates that are delivered; None of plain years.
    year_name: str
    year_pattern: str | None
    columns: list[Column]

    @property
    def figures(self) -> list[Column]:
        return [column for column in self.columns if column.kind.is_figure]

    @property
    def texts(self) -> list[Column]:
        return [column for column in self.columns if not column.kind.is_figure]

    def about(self, header: str) -> str:
        """What the contract says of a column: what is known of every movie, else a question."""
        asked = {column.header: column.kind.question for column in self.columns}
        return ({self.title: TITLE, self.year: YEAR} | asked)[header]

    def guesses(self) -> list[str]:
        """What was guessed, a line each."""
        layout = self.layout
        written = layout.format + (f", {layout.encoding}" if layout.format in ("csv", "json") else "")
        delimiter = f", separated by {layout.delimiter!r}" if layout.format == "csv" else ""
        delimiter += ", quotes are text" if layout.quoting == "none" else ""
        return [
            f"written as: {written}{delimiter}",
            f"title: {self.title!r}",
            f"year: {self.year!r}{', out of its dates' if self.year_pattern else ''}",
            *(f"{column.name}: {column.kind}" for column in self.columns),
        ]


def draft(name: str, sample: Sample, words: set[str], reserved: set[str], told: tuple[str | None, str | None]) -> Draft:
    """What is guessed of a provider; `words` are those that gold's model gives a meaning, `reserved` those of SQL."""
    title, year = movie_columns(sample, *told)
    rest = [header for header in sample.columns if header not in (title, year)]
    # Title and year get other names in silver at once, so what gold calls something else is free for them.
    key = column_names([title, year], name, reserved | {fold(header) for header in rest})
    others = column_names(rest, name, words | reserved | set(key.values()) | {fold(title), fold(year)})
    names = {header: (key | others)[header] for header in sample.columns}
    dates = year_in_dates(sample.columns[year])
    year_name = unlike("release_year", names.values()) if dates else names[year]
    described = [header for header in sample.columns if header != title and (dates or header != year)]
    columns = [column(header, names, kind_of(header, sample.columns[header])) for header in described]
    taken_out = named(dates, year_name) if dates else None
    return Draft(name, pattern(name, sample), sample.layout, names, title, year, year_name, taken_out, columns)


def column(header: str, names: dict[str, str], kind: Kind) -> Column:
    """Money says its currency above bronze, whatever the provider calls it."""
    name = names[header]
    typed = unlike(f"{name}_usd", names.values()) if kind is AMOUNT and not name.endswith("_usd") else name
    return Column(header, name, typed, kind)


def pattern(name: str, sample: Sample) -> str:
    """Names of the provider's files: its own, and what the sample's ends in."""
    path = sample.path.with_suffix("") if sample.path.suffix.lower() in PACKED else sample.path
    ending = path.suffix
    return f"{name}*{ending if ending[1:].isalnum() else '.' + sample.layout.format}"
