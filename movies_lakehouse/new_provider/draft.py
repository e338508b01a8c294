"""A new provider as it is guessed from a sample: what its contract, its staging model and its descriptions say."""

from dataclasses import dataclass

from ingest.contracts.table import PACKED, fold
from movies_lakehouse.lake.columns import unlike
from movies_lakehouse.new_provider.kinds import AMOUNT, Kind, kind_of
from movies_lakehouse.new_provider.movie_columns import identifiers, movie_columns
from movies_lakehouse.new_provider.names import column_names
from movies_lakehouse.new_provider.sample import Layout, Sample
from movies_lakehouse.new_provider.values import TITLE_AND_YEAR, named, year_in_dates

TITLE, YEAR = "Title as the provider prints it.", "Year of first release."
TITLE_WITH_YEAR = "Title and year as the provider prints them."
OWNERS = {"imdb": "IMDb", "tmdb": "TMDB", "wikidata": "Wikidata"}


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
    # The columns of bronze that have title and year, and what takes them out of delivered ones; {} if nothing has to.
    title_name: str
    year_name: str
    extract: dict[str, str]
    # Headers of the movies' ids, by whose they are.
    identifiers: dict[str, str]
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
        ids = {each: f"The movie's id at {OWNERS[kind]}." for kind, each in self.identifiers.items()}
        title = TITLE if self.title != self.year else TITLE_WITH_YEAR
        return ({self.year: YEAR, self.title: title} | ids | asked)[header]

    def guesses(self) -> list[str]:
        """What was guessed, a line each."""
        layout = self.layout
        written = layout.format + (f", {layout.encoding}" if layout.format in ("csv", "json") else "")
        delimiter = f", separated by {layout.delimiter!r}" if layout.format == "csv" else ""
        delimiter += ", quotes are text" if layout.quoting == "none" else ""
        delimiter += f", the movies in {layout.records!r}" if layout.records else ""
        out_of = "title" if self.title == self.year else "dates"
        return [
            f"written as: {written}{delimiter}",
            f"title: {self.title!r}",
            f"year: {self.year!r}{f', out of its {out_of}' if self.extract else ''}",
            *(f"id at {OWNERS[kind]}: {header!r}" for kind, header in self.identifiers.items()),
            *(f"{column.name}: {column.kind}" for column in self.columns),
        ]


def draft(name: str, sample: Sample, words: set[str], reserved: set[str], told: tuple[str | None, str | None]) -> Draft:
    """What is guessed of a provider; `words` are those that gold's model gives a meaning, `reserved` those of SQL."""
    title, year = movie_columns(sample, *told)
    rest = [header for header in sample.columns if header not in (title, year)]
    # Title and year get other names in silver at once, so what gold calls something else is free for them.
    key = column_names(dict.fromkeys([title, year]), name, reserved | {fold(header) for header in rest})
    others = column_names(rest, name, words | reserved | set(key.values()) | {fold(title), fold(year)})
    names = {header: (key | others)[header] for header in sample.columns}
    title_name, year_name, extract = taken_out(sample, names, title, year)
    ids = {kind: header for kind, header in identifiers(sample).items() if header not in (title, year)}
    apart = {title, *ids.values(), *([] if year_name not in names.values() else [year])}
    described = [header for header in sample.columns if header not in apart]
    columns = [column(header, names, kind_of(header, sample.columns[header])) for header in described]
    files = pattern(name, sample)
    return Draft(name, files, sample.layout, names, title, year, title_name, year_name, extract, ids, columns)


def taken_out(sample: Sample, names: dict[str, str], title: str, year: str) -> tuple[str, str, dict[str, str]]:
    """The columns that have title and year in the end, and what takes them out of those that are delivered."""
    new_year = unlike("release_year", names.values())
    if title == year:
        new_title = unlike("movie_title", names.values())
        form = TITLE_AND_YEAR.replace("<title>", f"<{new_title}>").replace("<year>", f"<{new_year}>")
        return new_title, new_year, {names[title]: form}
    if dates := year_in_dates(sample.columns[year]):
        return names[title], new_year, {names[year]: named(dates, new_year)}
    return names[title], names[year], {}


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
