"""The files that a new provider needs, as text."""

from typing import Any

import yaml

from ingest.contracts.table import fold
from movies_lakehouse.new_provider.draft import TITLE, YEAR, Column, Draft

LINE_LENGTH = 120  # of sqlfmt, in pyproject.toml
PLACES = {
    "csv": "Line of the file where the row starts.",
    "json": "Position in the file, the first movie is 1.",
    "parquet": "Position in the file, the first row is 1.",
    "xlsx": "Number of the row in the sheet.",
}
MOVIE = "The title in its compared form and its year, like `the-dark-knight-2008`."
SPACES_REMOVED = TITLE.replace(".", ", spaces around it removed.")
IDS = {
    f"{kind}_id": f"The movie's id at {site}, like `{example}`; empty if the contract names no column with it."
    for kind, site, example in (
        ("imdb", "IMDb", "tt0114709"),
        ("tmdb", "TMDB", "862"),
        ("wikidata", "Wikidata", "Q171048"),
    )
}
EMPTY = "Whether the field was delivered empty, which says that there is no figure."
OLDER = (
    "Figures that an older line gives because the row itself says nothing of them, like "
    "`stars: awards_2026-11-20.csv line 2`; empty if there is none."
)
ORIGIN = {
    "_delivered_on": "Day in the name of the delivered file; empty where it tells none.",
    "_loaded_at": "When the delivery was loaded, UTC.",
    "_recency": "How new the row is among the table's, by day of delivery, load and line; the largest is the newest.",
    "_alias": "The title_id that the row has by itself, where movie_aliases.csv gives it another.",
}


def contract(draft: Draft) -> str:
    """The contract; what nobody can guess stands in it as a question."""
    layout = draft.layout
    renamed = {header: name for header, name in draft.names.items() if fold(header) != name}
    table = {
        "files": f"{quoted(draft.files)}  # are its files called so? .gz may follow",
        "format": layout.format,
        "encoding": "" if layout.encoding == "utf-8" else f"{layout.encoding}  # guessed: are accents sound?",
        "delimiter": quoted(layout.delimiter) if layout.delimiter != "," else "",
        "quoting": "none  # guessed: are quotes text, and enclose nothing?" if layout.quoting == "none" else "",
        "records": quoted(layout.records) if layout.records else "",
        "key": flow([draft.title_name, draft.year_name]),
        "identifiers": flow({kind: draft.names[header] for kind, header in draft.identifiers.items()}),
    }
    said = "".join(f"    {key}: {value}\n" for key, value in table.items() if value and value != "{}")
    columns = {name: draft.about(header) for header, name in draft.names.items()}
    columns |= {draft.title_name: TITLE, draft.year_name: YEAR}
    name = flow([draft.name])[1:-1]
    return f"""provider: {name}
about: Who is {draft.name}, and what does it tell about movies?
cadence: P7D  # guessed: how often is a delivery due? P7D, P2W, P1M
tables:
  {name}:
{said}{block("columns", columns)}{block("renamed", renamed)}{block("extract", draft.extract)}"""


def quoted(text: str) -> str:
    return yaml.safe_dump(text, default_style='"').strip()


def flow(names: list[str] | dict[str, str]) -> str:
    """Names in brackets or braces, in quotes where YAML would take one for something else, as it does `no`."""
    return yaml.safe_dump(names, default_flow_style=True, width=10_000).strip()


def block(key: str, entries: dict[str, str]) -> str:
    """A mapping among a table's keys, in their depth; nothing where it is empty."""
    # Line ends of Unicode, as a header may have them, would be written as they are and then read as spaces.
    readable = "".join(entries).isprintable()
    return indented(dumped({key: entries}, readable).strip().split("\n"), 4) + "\n" if entries else ""


def dumped(document: Any, readable: bool = True) -> str:
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=readable, width=10_000)


def staging_model(draft: Draft) -> str:
    """The staging model, in the shape that all of them have and that sqlfmt keeps."""
    movie = [f"{{{{ title({draft.title_name!r}) }}}} as movie_title"]
    movie += [f"{{{{ year({draft.year_name!r}) }}}} as release_year", f"{{{{ identifiers({draft.name!r}) }}}}"]
    groups = {"movie": movie, "figures": typed(draft.figures), "text": typed(draft.texts)}
    groups |= {"origin": ["{{ origin() }}"]}
    lines = [
        line
        for group, values in groups.items()
        if values
        for line in (f"-- {group}", *(f"{value}," for value in values))
    ]
    selected = [
        "title_id",
        "movie_title",
        "release_year",
        *IDS,
        *(name for each in ordered(draft) for name in (each.typed_name, emptiness(each))),
        "{{ origin() }}",
        "_alias",
    ]
    return f"""with

    source as (select * from {{{{ source('bronze', '{draft.name}') }}}}),

    {{{{ counted_rows('source') }}}},

    typed as (
        select
{indented(lines, 12).removesuffix(",")}
        from counted
    ),

    {{{{ with_title_id('typed', '{draft.name}') }}}}

{select(selected)}
from titled
"""


def silver_model(draft: Draft) -> str:
    """The model of silver: what is newest of each movie, and where it comes from."""
    values = [each.typed_name for each in ordered(draft)]
    columns = ["movie_id", "movie_title", "release_year", *values, "_older_figures", "_file", "_line", "_delivered_on"]
    return f"{select(columns)}\nfrom {{{{ newest_per_movie('stg_{draft.name}', {values}) }}}} as newest\n"


def select(columns: list[str]) -> str:
    """A select, on as few lines as sqlfmt gives it: one, two, or one a column."""
    joined = ", ".join(columns)
    if len(f"select {joined}") <= LINE_LENGTH:
        return f"select {joined}"
    lines = [joined] if len(joined) + 4 <= LINE_LENGTH else [f"{column}," for column in columns]
    return f"select\n{indented(lines, 4).removesuffix(',')}"


def ordered(draft: Draft) -> list[Column]:
    return [*draft.figures, *draft.texts]


def typed(columns: list[Column]) -> list[str]:
    return [
        line
        for column in columns
        for line in (
            f"{column.kind.sql(column.name)} as {column.typed_name}",
            f"{{{{ is_empty({column.name!r}) }}}} as {emptiness(column)}",
        )
    ]


def emptiness(column: Column) -> str:
    """Column that says whether the field was delivered empty."""
    return f"_{column.typed_name}_is_empty"


def indented(lines: list[str], depth: int) -> str:
    return "\n".join(" " * depth + line for line in lines)


def staging_descriptions(draft: Draft) -> str:
    """What the staging model and its columns mean, as dbt reads it."""
    values = {
        name: about
        for column in ordered(draft)
        for name, about in ((column.typed_name, column.kind.question), (emptiness(column), EMPTY))
    }
    columns = {
        "title_id": MOVIE,
        "movie_title": SPACES_REMOVED,
        "release_year": YEAR,
        **IDS,
        **values,
        **place(draft),
        **ORIGIN,
    }
    about = f"{draft.name}'s rows, typed; without the rows of files that were replaced."
    return described({"name": f"stg_{draft.name}", "description": about}, columns)


def silver_descriptions(draft: Draft) -> str:
    """The same of the model of silver."""
    columns = {"movie_id": "The movie.", "movie_title": SPACES_REMOVED, "release_year": YEAR}
    columns |= {column.typed_name: column.kind.question for column in ordered(draft)}
    columns |= {"_older_figures": OLDER, **place(draft), "_delivered_on": ORIGIN["_delivered_on"]}
    key = {"is_key": {"name": f"{draft.name}_has_one_row_per_movie", "arguments": {"columns": ["movie_id"]}}}
    about = f"What {draft.name} tells of each movie, newest first."
    return described({"name": draft.name, "description": about, "data_tests": [key]}, columns)


def place(draft: Draft) -> dict[str, str]:
    return {"_file": "Delivered file that the row comes from.", "_line": PLACES[draft.layout.format]}


def described(model: dict[str, Any], columns: dict[str, str]) -> str:
    listed = [{"name": name, "description": about} for name, about in columns.items()]
    return dumped({"models": [model | {"columns": listed}]})
