"""Writes every file that follows from the contracts; `--check` only says which are not current.

python -m movies_lakehouse.build.generate [--check]
"""

import re
import sys
from pathlib import Path

import yaml

from ingest.bronze.origin import ORIGIN
from ingest.common.errors import MoviesError
from ingest.contracts import Contract, read_contracts, tables
from movies_lakehouse import checkout

ROOT = checkout.ROOT
MADE = "Made from ingest/contracts by `make generate`. Do not edit."
TABLE = re.compile(r"(<!-- providers -->\n).*?(<!-- /providers -->)", re.DOTALL)


def sources(contracts: list[Contract]) -> str:
    """dbt's sources: one a bronze table, with its columns' documentation and how fresh it should be."""
    tables = [
        {
            "name": table.name,
            "description": f"{contract.about}: rows as delivered, every column as text.",
            "loaded_at_field": "_loaded_at",
            "freshness": {"warn_after": {"count": contract.cadence_days, "period": "day"}},
            "columns": [{"name": name, "description": text} for name, text in (table.columns | ORIGIN).items()],
        }
        for contract in contracts
        for table in contract.tables.values()
    ]
    about = "Every delivery as it came, each row with its file and line."
    document = {"sources": [{"name": "bronze", "schema": "bronze", "description": about, "tables": tables}]}
    return f"# {MADE}\n" + yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100)


def macros(contracts: list[Contract]) -> str:
    """What SQL needs of the contracts, as dbt macros."""
    known = tables(contracts).values()
    returned: dict[str, tuple[str, dict[str, object]]] = {
        "contract_tables": (
            "Every bronze table that a contract declares, and its provider.",
            {name: each.provider for each in contracts for name in each.tables},
        ),
        "contract_identifiers": (
            "Which columns of a table hold the ids that others give to movies: whose ids, and the column.",
            {each.name: each.identifiers for each in known if each.identifiers},
        ),
        "contract_cadence_days": (
            "How many days may pass between two deliveries of a provider.",
            {each.provider: each.cadence_days for each in contracts},
        ),
        "contract_whole_tables": (
            "Tables of which a delivery is everything, and the share of its titles that the next one may leave out.",
            {each.name: each.may_lose for each in known if each.delivers == "everything"},
        ),
        "contract_empty_is_unknown": (
            "Columns of which an empty field says nothing, by table.",
            {each.name: each.empty_is_unknown for each in known if each.empty_is_unknown},
        ),
        "contract_figures": (
            "The columns of each table besides title and year, and what its contract fixes of the figures in them.",
            {each.name: each.figures for each in known},
        ),
    }
    return f"{{# {MADE} #}}\n" + "".join(macro(name, *said) for name, said in returned.items())


def macro(name: str, about: str, entries: dict[str, object]) -> str:
    lines = "".join(f"        {key!r}: {literal(value)},\n" for key, value in entries.items())
    return f"""
{{# {about} #}}
{{% macro {name}() -%}}
    {{{{ return({{
{lines}    }}) }}}}
{{%- endmacro %}}
"""


def literal(value: object) -> str:
    """A value of a macro's dictionary as Jinja writes it; one of dictionaries has a line for each."""
    if not isinstance(value, dict) or not all(isinstance(each, dict) for each in value.values()):
        return repr(value)
    return "{\n" + "".join(f"            {key!r}: {each},\n" for key, each in value.items()) + "        }"


def provider_table(contracts: list[Contract]) -> str:
    rows = "".join(
        f"| {contract.provider} | `{table.files}` | `bronze.{table.name}` | {', '.join(table.columns)} "
        f"| {contract.cadence_days} days |\n"
        for contract in contracts
        for table in contract.tables.values()
    )
    return f"| provider | file | table | columns | due every |\n|---|---|---|---|---|\n{rows}"


def generated(contracts: list[Contract]) -> dict[Path, str]:
    """Every generated file and what it must say."""
    readme = ROOT / "README.md"
    return {
        ROOT / "dbt/models/bronze/_sources.yml": sources(contracts),
        ROOT / "dbt/macros/contracts.sql": macros(contracts),
        readme: TABLE.sub(lambda match: match[1] + provider_table(contracts) + match[2], readme.read_text("utf-8")),
    }


def stale(contracts: list[Contract]) -> dict[Path, str]:
    """The generated files that do not say what they must, and what that is."""
    return {path: text for path, text in generated(contracts).items() if current(path) != text}


def main(arguments: list[str]) -> int:
    outdated = stale(read_contracts())
    if "--check" in arguments:
        for path in outdated:
            print(f"{path.relative_to(ROOT)} is not current; run: make generate", file=sys.stderr)
        return 1 if outdated else 0
    for path, text in outdated.items():
        path.write_text(text, encoding="utf-8")
    return 0


def current(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    try:
        checkout.require_checkout("generate")
    except MoviesError as error:
        sys.exit(f"movies: {error}")
    sys.exit(main(sys.argv[1:]))
