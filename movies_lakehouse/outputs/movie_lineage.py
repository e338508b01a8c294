"""The lines of delivered files that a movie's figures come from, and of several providers' figures the one taken."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.common.errors import MoviesError
from ingest.common.suggestions import nearest
from ingest.contracts import Table
from movies_lakehouse.build.column_lineage import Sources
from movies_lakehouse.lake.lake import Lake

# Where several providers' figures of one kind meet, and where each provider's title of a movie stands.
FACTS, TITLES = "silver.provider_facts", "silver.movie_matches"
Row = dict[str, Any]


@dataclass(frozen=True)
class Origin:
    """One line of a delivered file that a column's value for a movie comes from, or was not taken from."""

    column: str
    value: object
    comes_from: str
    provider: str
    says: object
    file: str | None
    line: int | None
    delivered: str | None
    taken: bool


def movie_named(lake: Lake, title: str, year: int | None) -> Row:
    """movie_id, title and year of the one movie of that title, whatever the case. MoviesError: none, or several."""
    if ("gold", "movies_unified") not in lake.table_names():
        raise MoviesError("gold: not built yet; movies transform")
    movie = "select movie_id, movie_title, release_year from gold.movies_unified where"
    found = lake.rows(f"{movie} lower(movie_title) = lower({text(title)}) order by release_year, movie_id")
    if not found:
        # To compare all titles takes long: those that begin or end with the same letter, and are about as long.
        alike = lake.rows(
            f"{movie} length(movie_title) between {len(title) - 3} and {len(title) + 3} and "
            f"(lower(substr(movie_title, 1, 1)) = lower({text(title[:1])}) or "
            f"lower(substr(movie_title, length(movie_title), 1)) = lower({text(title[-1:])}))"
        )
        near = nearest(title, [row["movie_title"] for row in alike])
        remedy = f"did you mean {near!r}?" if near else 'movies query "select movie_title from gold.movies_unified"'
        raise MoviesError(f"lineage: no movie is called {title!r}; {remedy}")
    chosen = [row for row in found if year is None or row["release_year"] == year]
    if len(chosen) != 1:
        years = ", ".join(str(row["release_year"]) for row in found)
        remedy = f"add --year, one of {years}" if len(found) > 1 else f"there is one of {years}"
        raise MoviesError(f"lineage: {len(chosen) or 'no'} movies are called {title!r}{of_year(year)}; {remedy}")
    return chosen[0]


def of_year(year: int | None) -> str:
    return f" and of {year}" if year else ""


class MovieLineage:
    """Looks for the lines of one movie, `movie_id`."""

    def __init__(self, lake: Lake, sources: Sources, tables: Mapping[str, Table], movie_id: str) -> None:
        self.lake, self.sources, self.tables, self.movie_id = lake, sources, tables, movie_id
        self.rows = cache(self.rows_of)
        self.delivered = cache(self.record)

    def origins(self, columns: Sequence[str]) -> list[Origin]:
        """Of each column, as layer.table.column of one table that has rows by movie."""
        table = columns[0].rpartition(".")[0]
        if f"{table}.movie_id" not in self.sources:
            raise MoviesError(f"lineage: {table} has no row a movie; name gold.movies_unified, or a column of it")
        here = self.rows(table)[:1]
        return [origin for row in here for column in columns for origin in self.of_column(column, row)]

    def of_column(self, column: str, row: Row) -> Iterator[Origin]:
        name = column.rpartition(".")[2]
        if name == "movie_id" or name.startswith("_") or (row[name] is None and not self.figures_of(column)):
            return
        figures = self.figures_of(column)
        for source in figures:
            if source == f"{FACTS}.value":
                yield from self.of_fact(name, row[name], source)
            else:
                yield from self.of_figure(name, row[name], source)
        if not figures:
            yield from self.of_titles(name, row[name])

    def figures_of(self, column: str) -> list[str]:
        """The columns of silver that it takes figures from; none where all that counts is which titles there are."""
        sources = self.sources[column] if column.startswith("gold.") else [column]
        return [source for source in sources if source == f"{FACTS}.value" or self.origin_columns(source)]

    def of_fact(self, name: str, value: object, source: str) -> Iterator[Origin]:
        """Every provider's figure; that of rank 1 is the one in gold."""
        facts = [row for row in self.rows(FACTS) if row["fact"] == name]
        for row in sorted(facts, key=lambda row: row["rank"]):
            file, line = row["_file"], row["_line"]
            bronze = [each for each in self.bronze_sources(source) if self.provider_of(each) == row["provider"]]
            there, taken = self.text_at(bronze, file, line), row["rank"] == 1
            yield Origin(name, value, source, row["provider"], row["value"], file, line, there, taken)

    def of_figure(self, name: str, value: object, source: str) -> Iterator[Origin]:
        table, _, figure = source.rpartition(".")
        bronze = self.bronze_sources(source)
        files, lines = self.origin_columns(source) or ("", "")
        for row in self.rows(table):
            older = re.search(rf"(?:^|, ){figure}: (.*?) line (\d+)(?:, |$)", row.get("_older_figures") or "")
            file, line = (older[1], int(older[2])) if older else (row[files], row[lines])
            if file is not None:
                there, taken = self.text_at(bronze, file, line), row[figure] is not None
                yield Origin(name, value, source, self.provider_of(bronze[0]), row[figure], file, line, there, taken)

    def of_titles(self, name: str, value: object) -> Iterator[Origin]:
        """Where each provider names the movie; what gold took of it is spelled alike."""
        for row in self.rows(TITLES):
            says = {"movie_title": "provider_title", "title": "provider_title", "release_year": "provider_year"}
            said = row[says[name]] if name in says else f"{row['provider_title']} ({row['provider_year']})"
            taken = said == value if name in says else True
            yield Origin(name, value, TITLES, row["provider"], said, row["_file"], row["_line"], None, taken)

    def origin_columns(self, source: str) -> tuple[str, str] | None:
        """The columns beside a figure that tell file and line: those of the bronze tables that it comes from."""
        table = source.rpartition(".")[0]
        wanted = {each.rpartition(".")[0] for each in self.bronze_sources(source)}
        for column in sorted((each for each in self.sources if each.startswith(f"{table}._")), key=len):
            name = column.rpartition(".")[2]
            if name.endswith("_file") and {each.rpartition(".")[0] for each in self.bronze_sources(column)} == wanted:
                return name, name.removesuffix("file") + "line"
        return None

    def bronze_sources(self, column: str) -> list[str]:
        if column.startswith("bronze."):
            return [column]
        below = {each for source in self.sources.get(column, []) for each in self.bronze_sources(source)}
        return sorted(below)

    def provider_of(self, bronze: str) -> str:
        return self.tables[bronze.split(".")[1]].provider

    def text_at(self, bronze: Sequence[str], file: str, line: int) -> str | None:
        """The field as it was delivered, where it is one column that it comes from."""
        if len(bronze) != 1:
            return None
        table, _, column = bronze[0].rpartition(".")
        found: str | None = self.delivered(table, file, line).get(column)
        return found

    def rows_of(self, table: str) -> list[Row]:
        return self.lake.rows(f"select * from {table} where movie_id = {text(self.movie_id)}")

    def record(self, table: str, file: str, line: int) -> Row:
        where = f"_file = {text(file)} and _line = {line}"
        found = self.lake.rows(f"select * from {table} where {where} order by _loaded_at desc limit 1")
        return found[0] if found else {}


def text(value: str) -> str:
    """A text in SQL."""
    return "'" + value.replace("'", "''") + "'"
